"""The helpdesk: tickets, the desk that works on them, and what callers see of both."""
