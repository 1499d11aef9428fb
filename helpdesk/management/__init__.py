"""Commands of the helpdesk."""
