"""What a demonstration starts with: real organizations, and invented people who act for them."""
