"""The API of governance."""
