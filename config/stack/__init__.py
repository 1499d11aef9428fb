"""The project's own PostgreSQL and Valkey, for a machine where none is configured."""
