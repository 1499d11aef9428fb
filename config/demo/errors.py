"""What can go wrong with the demonstration."""


class DemoError(Exception):
    """A fault of the demonstration, in words that tell a person what to do."""
