"""Synthetic tickets of a desk that has run for two years."""
