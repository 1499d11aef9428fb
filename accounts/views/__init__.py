"""The pages of accounts: the door, roles, one's own account and the home page."""
