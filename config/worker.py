"""The entry point of workers and of the scheduler: `celery --app config.worker worker`."""

from config.celery import app
from config.stack import clients

__all__ = ["app"]

clients.ensure_running()
