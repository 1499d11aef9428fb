"""Two years of sessions, bookings and awards."""
