"""What people run on their own machines: it imports nothing of this service."""
