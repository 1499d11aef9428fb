"""What people type and send in training."""
