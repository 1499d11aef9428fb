"""Settings shared by every environment."""

from pathlib import Path

import django_stubs_ext
from celery.schedules import crontab
from csp.constants import NONE, SELF

from config import env
from config.stack.clients import addresses

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"

SECRET_KEY = env.text("SECRET_KEY", "insecure-outside-production")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS", "")
DEBUG = env.flag("DEBUG", default=False)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1 localhost [::1]")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en-gb"
USE_TZ = True
TIME_ZONE = "Europe/London"

INSTALLED_APPS = [
    "config.apps.ServiceConfig",
    "core.apps.CoreConfig",
    "accounts.apps.AccountsConfig",
    "records.apps.RecordsConfig",
    "helpdesk.apps.HelpdeskConfig",
    "training.apps.TrainingConfig",
    "governance.apps.GovernanceConfig",
    "analytics.apps.AnalyticsConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_celery_beat",
    "django_htmx",
    "drf_spectacular",
    "guardian",
    "rest_framework",
    "simple_history",
]

MIDDLEWARE = [
    "analytics.http.PageTimeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.http.SessionTimeoutMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.http.ActiveRoleMiddleware",
    "records.http.RecordGateMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.http.RefusalMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "core.jinja2_environment.environment",
            "context_processors": [
                "accounts.http.signed_in",
                "records.views.gate.record_gate",
                "analytics.http.felt",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

DATABASE_URL, REDIS_URL = addresses()
# Only the web server shares connections between requests: a pool must not cross a fork.
DATABASES = {
    "default": env.database_settings(DATABASE_URL, pool=env.flag("DATABASE_POOL", default=False))
}

# Sign-in
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
# Nobody who is not signed in is ever granted anything.
ANONYMOUS_USER_NAME = None
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "accounts.views.sign_in.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # accounts.SignInEvent keeps who came and went
SESSION_IDLE_MINUTES = env.integer("SESSION_IDLE_MINUTES", 45)
SESSION_MAXIMUM_HOURS = env.integer("SESSION_MAXIMUM_HOURS", 12)
SESSION_COOKIE_AGE = SESSION_MAXIMUM_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True

# Headers
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Static files
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static" / "build"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.TokenOfARole",
        "accounts.api.SessionOfARole",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.ActsInARole"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "TEST_REQUEST_RENDERER_CLASSES": [
        "rest_framework.renderers.JSONRenderer",
        "rest_framework.renderers.MultiPartRenderer",
    ],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [],
    "EXCEPTION_HANDLER": "core.api.tell_failure",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "One Health and Care",
    "DESCRIPTION": "Everything that the pages do, for other systems. Each call acts in one role.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["accounts.api.ActsInARole"],
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api",
    "ENUM_NAME_OVERRIDES": {
        "TicketKind": "helpdesk.codes.TicketKind",
        "TicketCategory": "helpdesk.codes.TicketCategory",
        "TicketState": "helpdesk.codes.TicketState",
        "MajorIncidentState": "helpdesk.codes.MajorIncidentState",
        "RedactionCategory": "helpdesk.codes.RedactionCategory",
        "EventKind": "helpdesk.codes.EventKind",
        "ParticipantKind": "helpdesk.codes.ParticipantKind",
        "ComponentStatus": "helpdesk.codes.ComponentStatus",
        "OrganizationKind": "accounts.codes.OrganizationKind",
        "DeliveryMode": "training.codes.DeliveryMode",
        "BookingState": "training.codes.BookingState",
        "SessionState": "training.codes.SessionState",
        "ComplianceStatus": "training.codes.ComplianceStatus",
        "EventVisibility": "helpdesk.codes.Visibility",
        "ItemVisibility": "governance.codes.Visibility",
        "CommitteeKind": "governance.codes.CommitteeKind",
        "MeetingMode": "governance.codes.MeetingMode",
        "MeetingState": "governance.codes.MeetingState",
        "ActionState": "governance.codes.ActionState",
        "ActionEventKind": "governance.codes.ActionEventKind",
        "PackState": "governance.codes.PackState",
        "RiskState": "governance.codes.RiskState",
        "ScoreKind": "governance.codes.ScoreKind",
        "HazardState": "governance.codes.HazardState",
        "HazardLikelihood": "governance.codes.HazardLikelihood",
        "ControlKind": "governance.codes.ControlKind",
        "AssessmentKind": "governance.codes.AssessmentKind",
        "AgreementState": "governance.codes.AgreementState",
        "AssessmentState": "governance.codes.AssessmentState",
        "RiskLikelihood": "governance.codes.Likelihood",
        "ReportState": "analytics.codes.ReportState",
        "AnnotationKind": "analytics.codes.AnnotationKind",
    },
}

# Imports
INBOX_DIR = env.path("INBOX_DIR", VAR_DIR / "inbox")
IMPORT_BATCH_ENTRIES = env.integer("IMPORT_BATCH_ENTRIES", 5_000)
IMPORT_ITEM_BYTES = env.integer("IMPORT_ITEM_BYTES", 64 * 1024 * 1024)

# Mail of the helpdesk and of training. Without MAIL_HOST nothing is sent: it waits in the outbox.
EMAIL_HOST = env.text("MAIL_HOST", "")
EMAIL_PORT = env.integer("MAIL_PORT", 587)
EMAIL_HOST_USER = env.text("MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.secret("MAIL_PASSWORD", "")
EMAIL_USE_TLS = env.flag("MAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "helpdesk@service.invalid")
MAIL_IS_SENT = bool(EMAIL_HOST)
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
MAILBOX_PASSWORDS = env.named_secrets("MAILBOX_PASSWORD_")
SERVICE_URL = env.url("SERVICE_URL", "http://127.0.0.1:8000", schemes=("http", "https"))
HELPDESK_PHONE = env.text("HELPDESK_PHONE", "")

# Where ClamAV's daemon listens: a socket's path, or host:port. Without it files wait, unopened.
CLAMD_ADDRESS = env.text("CLAMD_ADDRESS", "/run/clamav/clamd.ctl")

# Helpdesk: what seals the NHS numbers that people type, the newest key first
HELPDESK_VAULT_KEYS = env.secrets("HELPDESK_VAULT_KEY", f"helpdesk-vault:{SECRET_KEY}")

# Governance: what signs minutes and heads of chains of evidence (`core.signing_keys`), and the
# second store of these heads; without a key, development makes one of its own under var/.
GOVERNANCE_SIGNING_KEY = env.secret("GOVERNANCE_SIGNING_KEY", "")
GOVERNANCE_HEADS_DIR = env.path("GOVERNANCE_HEADS_DIR", VAR_DIR / "heads")

# Analytics: what makes records unreadable in the count of use; a new key starts numbers anew
ANALYTICS_SUBJECT_KEY = env.secret("ANALYTICS_SUBJECT_KEY", f"analytics-subject:{SECRET_KEY}")

# Background work
CELERY_BROKER_URL = REDIS_URL
# An import may run for hours; only after this time is its message handed to another worker.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, int | str] = {"visibility_timeout": 6 * 3600}
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "Resume stalled imports": {"task": "records.resume_stalled_runs", "schedule": 60.0},
    "Escalate tickets": {"task": "helpdesk.escalate", "schedule": 60.0},
    "Measure tickets for reports": {"task": "helpdesk.measure", "schedule": 300.0},
    "Add up all weeks for reports": {
        "task": "helpdesk.add_up_all_weeks",
        "schedule": crontab(hour=3, minute=40),
    },
    "Resume stalled changes of many tickets": {"task": "helpdesk.resume_bulk", "schedule": 60.0},
    "Share tickets out": {"task": "helpdesk.share_out", "schedule": 60.0},
    "Resume broadcasts": {"task": "helpdesk.resume_broadcasts", "schedule": 60.0},
    "Tell overdue incidents": {"task": "helpdesk.tell_overdue_incidents", "schedule": 60.0},
    "Ask how it went": {"task": "helpdesk.ask_how_it_went", "schedule": 900.0},
    "Settle articles": {"task": "helpdesk.settle_articles", "schedule": 1800.0},
    "Close settled tickets": {"task": "helpdesk.close_settled", "schedule": 1800.0},
    "Fetch mail": {"task": "helpdesk.fetch_mail", "schedule": 60.0},
    "Read mail": {"task": "helpdesk.read_mail", "schedule": 60.0},
    "Check waiting files": {"task": "helpdesk.scan_waiting", "schedule": 120.0},
    "Send mail": {"task": "helpdesk.send_mail", "schedule": 20.0},
    "Resume stalled lists of enrolments": {"task": "training.resume_lists", "schedule": 120.0},
    "Ask learners what they think": {"task": "training.ask_learners", "schedule": 900.0},
    "Send mail about training": {"task": "training.send_mail", "schedule": 20.0},
    "Plan meetings ahead": {
        "task": "governance.plan_ahead",
        "schedule": crontab(hour=4, minute=20),
    },
    "Close resolutions in writing": {"task": "governance.close_written", "schedule": 60.0},
    "Send mail of governance": {"task": "governance.send_mail", "schedule": 20.0},
    "Resume board packs": {"task": "governance.resume_packs", "schedule": 60.0},
    "Remind owners of actions": {
        "task": "governance.remind_owners",
        "schedule": crontab(hour=6, minute=50),
    },
    "Remind presenters of papers": {
        "task": "governance.remind_presenters",
        "schedule": crontab(hour=6, minute=50),
    },
    "Remind of agreements that run out": {
        "task": "governance.remind_of_agreements",
        "schedule": crontab(hour=6, minute=55),
    },
    "Remind people of what runs out": {
        "task": "training.remind",
        "schedule": crontab(hour=6, minute=40),
    },
    "Keep files of compliance tidy": {"task": "training.keep_exports_tidy", "schedule": 600.0},
    "Count who is compliant": {
        "task": "training.snapshot_compliance",
        "schedule": crontab(hour=2, minute=20),
    },
    "Check waiting evidence": {"task": "training.check_waiting_evidence", "schedule": 120.0},
    "Check waiting papers": {"task": "governance.check_waiting_papers", "schedule": 120.0},
    "Forget wrong surnames": {
        "task": "training.forget_checks",
        "schedule": crontab(hour=3, minute=20),
    },
    "End attempts at quizzes": {"task": "training.end_attempts", "schedule": 60.0},
    "Offer places on": {"task": "training.lapse_offers", "schedule": 60.0},
    "Destroy what learners needed": {
        "task": "training.destroy_needs",
        "schedule": crontab(hour=3, minute=30),
    },
    "Keep how long pages took": {"task": "analytics.move_page_times", "schedule": 60.0},
    "Lodge heads of evidence": {"task": "governance.lodge_heads", "schedule": 600.0},
    "Count use": {"task": "analytics.take_in", "schedule": 60.0},
    "Count use that came late": {
        "task": "analytics.take_in_late",
        "schedule": crontab(hour=1, minute=40),
    },
    "Resume reports of figures": {"task": "analytics.resume_reports", "schedule": 60.0},
    # Each night, so that a night without a scheduler is made up for; it acts from the 3rd on.
    "Run reports that are due": {
        "task": "analytics.schedule_reports",
        "schedule": crontab(hour=5, minute=10),
    },
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "core.logs.DiscreetFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "WARNING")},
}
