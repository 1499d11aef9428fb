"""The web server's entry point; its threads share a pool of database connections."""

import os

from django.core.wsgi import get_wsgi_application

from config.stack import clients
from core.charts import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
os.environ.setdefault("DATABASE_POOL", "true")
clients.ensure_running()

application = get_wsgi_application()
warm_up()
