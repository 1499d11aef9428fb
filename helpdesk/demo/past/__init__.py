"""Two years of a desk's work, invented from a seed: the same seed makes the same tickets."""
