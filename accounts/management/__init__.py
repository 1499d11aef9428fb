"""Management of accounts from the command line."""
