"""Put what queries answer into words for pages; templates only place it."""
