"""What people type at the helpdesk, checked."""
