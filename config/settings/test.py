"""Settings for the test suite."""

from config import env

from .base import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # STATIC_ROOT is not there before collectstatic
CELERY_TASK_IGNORE_RESULT = True

env.check()
