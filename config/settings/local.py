"""Settings for a developer's machine and the demo."""

from config import env

from .base import *

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
if not EMAIL_HOST:  # what would be sent is kept as files instead
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    MAIL_IS_SENT = True
HELPDESK_PHONE = HELPDESK_PHONE or "01632 960 960"  # a number that Ofcom keeps for fiction

env.check()
