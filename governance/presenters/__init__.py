"""What pages of governance show, in words."""
