"""Forty-five months of use, made up, and what stands around them."""
