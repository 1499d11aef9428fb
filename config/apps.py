"""Loads the Celery application with Django, so that every process hands work to the same queue."""

from typing import ClassVar

from django.apps import AppConfig

from config.celery import app as celery_app


class ServiceConfig(AppConfig):
    name = "config"
    celery: ClassVar = celery_app
