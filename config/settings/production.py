"""Settings for a service that people rely on: nothing insecure has a default."""

from config import env

from .base import *

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY", shortest=50)
HELPDESK_VAULT_KEYS = env.secrets("HELPDESK_VAULT_KEY", shortest=50)
GOVERNANCE_SIGNING_KEY = env.secret("GOVERNANCE_SIGNING_KEY", shortest=500)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

env.check()
