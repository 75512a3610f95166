"""Settings: everything has a default that works on one laptop; a hospital group changes one or two."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from permanence.entrance.rooms import HOUSE, rooms
from permanence.foundation import node

# What each variable is for; docs/reference/settings.md is written from here.
ENVIRONMENT = {
    "PERMANENCE_HOME": "The folder of all state. Default: `./var`.",
    "PERMANENCE_DATABASE_URL": (
        "`postgresql://user:password@host/name` to use PostgreSQL. Default: SQLite in the home folder."
    ),
    "PERMANENCE_HOSTS": "Host names the site answers to, separated by commas. Default: all.",
    "PERMANENCE_CERTIFICATE": "The hospital's certificate of the site, with its chain (PEM); as `serve --certificate`."
    " Default: on loopback none, elsewhere one the box makes itself.",
    "PERMANENCE_KEY": "The private key of that certificate (PEM); as `serve --key`.",
    "PERMANENCE_FEEDS_CLIENT_AUTHORITY": "Who signs the certificates of senders of HL7 v2 over TLS (PEM); as `serve"
    " --feeds-client-authority`. Default: any sender is let in.",
    "PERMANENCE_TLS": "Set by `serve` when it speaks TLS: cookies travel only under it, and browsers remember it for a"
    " day.",
    "PERMANENCE_COUNTRY": "The hospital's country (ISO 3166), for its public holidays. Default: `FR`.",
    "PERMANENCE_TIME_ZONE": "The hospital's time zone. Default: `Europe/Paris`.",
    "PERMANENCE_IDLE_MINUTES": "Minutes after which an unused session ends. Default: `60`.",
    "PERMANENCE_STALE_HOURS": "Hours after which a print of a ward that has changed since is stale. Default: `12`.",
    "PERMANENCE_IPP_AUTHORITY": "The assigning authority (OID or name) of the patient number shown as IPP. Default:"
    " whichever gave the patient a number first.",
    "PERMANENCE_LABEL_SHEET": "The A4 label stock: `columns,rows,width,height[,left,top[,gap across,gap down]]` in"
    " millimetres. Default: `4,10,52.5,29.7`.",
    "PERMANENCE_PACKS": "The folder of packs. Default: the one that came with the product.",
    "PERMANENCE_LANGUAGE": "`fr` or `en`, for the command and for paper. Default: the system's, else French.",
}
HOME: Path = node.home()
SECRET_KEY = node.kept_secret("secret_key", 60)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("PERMANENCE_HOSTS", "*").split(",")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    *rooms(),
    "permanence.entrance",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "permanence.entrance.middleware.StrictHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "permanence.entrance.middleware.SessionLimits",
    "permanence.entrance.middleware.DenyByDefault",
]
ROOT_URLCONF = "permanence.entrance.urls"
WSGI_APPLICATION = "permanence.entrance.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "permanence.entrance.templating.RoomTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "permanence.entrance.templating.environment",
            "context_processors": ["permanence.entrance.templating.for_every_page"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.Jinja2"


def _sqlite() -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "permanence.sqlite3",
        "CONN_MAX_AGE": None,
        # IMMEDIATE: a transaction that starts by reading and then writes must never meet "database is locked".
        # FULL: a power cut loses nothing that was acknowledged.
        # 16,000 pages between checkpoints: a busy feed writes the same pages again and again (some 64 MB of log).
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            " PRAGMA wal_autocheckpoint=16000; PRAGMA cache_size=-32000;"
            " PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
        },
    }


def _postgresql(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


DATABASE_URL = os.environ.get("PERMANENCE_DATABASE_URL", "")
DATABASES = {"default": _postgresql(DATABASE_URL) if DATABASE_URL else _sqlite()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In the memory of the site's one process: which patients each open board has shown. One entry for each board open.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}},
}

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "board"
# A session ends after a night shift, or when it was not used for SESSION_IDLE.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE = timedelta(minutes=int(os.environ.get("PERMANENCE_IDLE_MINUTES", "60")))
SESSION_SAVE_EVERY_REQUEST = False
# A shift: paper older than that, of a ward that has changed since, is listed as stale.
STALE_HOURS = int(os.environ.get("PERMANENCE_STALE_HOURS", "12"))
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SAMESITE = "Strict"
# Set by `permanence serve`: a cookie that travels only under TLS would lock out a site on loopback.
TLS = bool(os.environ.get("PERMANENCE_TLS"))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
# A day, renewed by each answer: a browser in use never speaks in clear, and a box that had to be replaced in a crisis
# is not refused for a year by computers that remember the old one.
SECURE_HSTS_SECONDS = 24 * 3600 if TLS else 0
CSRF_FAILURE_VIEW = "permanence.entrance.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [HOUSE / "foundation" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("PERMANENCE_TIME_ZONE", "Europe/Paris")
COUNTRY = os.environ.get("PERMANENCE_COUNTRY", "FR")

STATIC_URL = "static/"
STORAGES = {"staticfiles": {"BACKEND": "permanence.entrance.statics.VersionedStaticFiles"}}
WHITENOISE_USE_FINDERS = True
# Every address carries a digest of its content.
WHITENOISE_MAX_AGE = 365 * 24 * 3600
WHITENOISE_AUTOREFRESH = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}

LABEL_SHEET = os.environ.get("PERMANENCE_LABEL_SHEET", "")
IPP_AUTHORITY = os.environ.get("PERMANENCE_IPP_AUTHORITY", "")
