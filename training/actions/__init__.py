"""What changes in training: every function here is one change, whole or not at all."""
