"""Commands of the record: what people and schedules run from a shell."""
