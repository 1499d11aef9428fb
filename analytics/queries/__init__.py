"""Read figures. Every one takes whose figures may be seen, or strata that were found with that."""
