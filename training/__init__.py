"""Courses, who has to take them, who did, and what they may do since."""
