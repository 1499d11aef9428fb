"""The API of the helpdesk."""
