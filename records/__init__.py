"""The shared care record: feeds in, one record out."""
