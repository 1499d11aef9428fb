"""What can go wrong with the embedded servers."""


class StackError(Exception):
    """A fault of the embedded servers, in words that tell a person what to do."""
