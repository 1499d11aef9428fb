"""Synthetic people, their lives, and the feed files that would tell of them."""
