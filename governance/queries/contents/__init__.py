"""What of each kind of thing is evidence: the same words when it is written and when verified."""
