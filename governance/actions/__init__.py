"""What changes in governance: every function here is one change, whole or not at all."""
