"""Training, put into words."""
