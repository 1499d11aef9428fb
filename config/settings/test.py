"""Settings for the test suite."""

import os

from config import env

from .base import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # STATIC_ROOT is not there before collectstatic
CELERY_TASK_IGNORE_RESULT = True
# Heads that tests lodge are no evidence: they stay out of the store of this machine.
GOVERNANCE_HEADS_DIR = VAR_DIR / "test-heads"
# Processes that test beside each other share a broker, and see nothing of one another there.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **CELERY_BROKER_TRANSPORT_OPTIONS,
    "global_keyprefix": f"{os.environ.get('PYTEST_XDIST_WORKER', 'test')}:",
}

env.check()
