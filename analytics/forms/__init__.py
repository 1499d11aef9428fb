"""Check what is typed, and read the filters of an address."""
