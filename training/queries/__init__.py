"""What is read of training, for a viewer."""
