"""Two years of training, made up."""
