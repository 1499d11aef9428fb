"""Benchmarks of the work that matters, each beside a reference measured in the same run."""
