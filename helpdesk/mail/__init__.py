"""What a mail says and what it is: pure reading, no database, no network."""
