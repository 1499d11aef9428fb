"""What runs by itself: each task of Celery makes one call into the domain."""
