"""The API of training: what the pages do, for other systems."""
