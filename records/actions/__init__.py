"""What changes records: imports, matching people, quarantine."""
