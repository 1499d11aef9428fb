"""The pages of callers, of the desk, and of those who lead it."""
