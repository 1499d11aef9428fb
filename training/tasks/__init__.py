"""What actions hand to workers after they commit; the work itself is in `training.jobs`."""
