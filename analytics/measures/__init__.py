"""What figures mean: definitions with versions, and the mathematics that needs no database."""
