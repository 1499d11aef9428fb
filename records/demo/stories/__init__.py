"""One module per kind of life: what happens to a person, when, and who writes it down."""
