"""Put figures into words, tables and charts."""
