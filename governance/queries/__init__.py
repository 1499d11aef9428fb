"""What may be read of governance; each takes whom it is for."""
