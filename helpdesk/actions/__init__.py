"""What changes tickets and what stands around them. Each change is one event."""
