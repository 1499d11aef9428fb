"""Pages of the record and of its feeds, one module for each family."""
