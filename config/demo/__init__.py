"""The whole service on one machine, filled with synthetic people."""
