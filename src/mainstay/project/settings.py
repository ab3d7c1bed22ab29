"""One settings file, read from the environment.

``MAINSTAY_MODE`` is ``embedded`` (what `./go` starts: keys made on first start, SQLite, mail to a folder) or
``production`` (refuses to start without explicit keys, hosts and database). Every variable is explained in
docs/reference/settings.md.
"""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from mainstay import playbook
from mainstay.project.stages import APPS

env = Env()

REPOSITORY = Path(__file__).resolve().parents[3]
MODE = env.str("MAINSTAY_MODE", "embedded")
EMBEDDED = MODE == "embedded"
if MODE not in {"embedded", "production"}:
    raise ImproperlyConfigured("MAINSTAY_MODE is `embedded` or `production`.")


def _required(name: str, otherwise: str) -> str:
    value = env.str(name, "")
    if value or EMBEDDED:
        return value or otherwise
    raise ImproperlyConfigured(f"{name} must be set in production; see docs/reference/settings.md.")


_home = REPOSITORY / "var" if (REPOSITORY / "go").exists() else Path.home() / ".mainstay"
VAR = Path(env.str("MAINSTAY_VAR", str(_home))).resolve()
KEYS_FOLDER = Path(_required("MAINSTAY_KEYS", str(VAR / "keys")))
FILES_FOLDER = Path(env.str("MAINSTAY_FILES", str(VAR / "files")))
FACTS_FOLDER = Path(env.str("MAINSTAY_FACTS", str(VAR / "facts")))
STAGING_FOLDER = VAR / "staging"
_overlay = env.str("MAINSTAY_PLAYBOOK", "")
PLAYBOOK_OVERLAY = Path(_overlay).resolve() if _overlay else None
playbook.use(PLAYBOOK_OVERLAY)
ORGANISATION = env.str("MAINSTAY_ORGANISATION", "Mainstay")
LICENCE = env.str("MAINSTAY_LICENCE", "CC BY 4.0")
LICENCE_ADDRESS = env.str("MAINSTAY_LICENCE_ADDRESS", "https://creativecommons.org/licenses/by/4.0/")
IATI_ADDRESS = env.str("MAINSTAY_IATI_ADDRESS", "")
_ucdp = env.str("MAINSTAY_KEY_UCDP", "")
FEED_KEYS = {
    "ged": _ucdp, "candidate": _ucdp, "reliefweb": env.str("MAINSTAY_KEY_RELIEFWEB", ""),
    "ipc": env.str("MAINSTAY_KEY_IPC", ""), "acled": env.str("MAINSTAY_KEY_ACLED", ""),
}  # fmt: skip

DEBUG = False
ALLOWED_HOSTS = _required("MAINSTAY_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ADDRESS = env.str("MAINSTAY_ADDRESS", "http://localhost:8000")
CSRF_TRUSTED_ORIGINS = [ADDRESS]

if EMBEDDED:
    from mainstay.common.key_files import generate_missing

    generate_missing(KEYS_FOLDER)
SECRET_KEY = (KEYS_FOLDER / "session.key").read_text().split()[0]

# Records, and beside them queue, jobs, sessions and cache.

SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456; "
    "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;",
}


def database(address: str) -> dict[str, Any]:
    """Return Django's settings for a database address: ``sqlite:///file`` or ``postgresql://user@host/name``."""
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            "OPTIONS": SQLITE_OPTIONS,
            "TEST": {"NAME": str(VAR / "test" / Path(parts.path).name)},
        }
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured("MAINSTAY_DATABASE begins with sqlite:/// or postgresql://")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": database(_required("MAINSTAY_DATABASE", f"sqlite:///{VAR / 'mainstay.sqlite3'}"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    _records = Path(DATABASES["default"]["NAME"])
    DATABASES["jobs"] = database(f"sqlite:///{_records.with_name('jobs.sqlite3')}")
    _records.parent.mkdir(parents=True, exist_ok=True)
DATABASE_ROUTERS = ["mainstay.common.router.JobsRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(VAR / "cache"),
    }
}

# Parts

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    *APPS,  # before the libraries, so that our templates stand in for theirs
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mainstay.web.api.signing.SignInByToken",
    "mainstay.page.caching.KeptNowhere",
    "mainstay.web.views.numerals.AsItsReaderWrites",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mainstay.page.errors.TranslateErrors",
    "mainstay.web.views.drafts.DropSentDrafts",
    "mainstay.accounts.permissions.DefaultDeny",
]

ROOT_URLCONF = "mainstay.project.urls"
WSGI_APPLICATION = "mainstay.project.wsgi.application"
SILENCED_SYSTEM_CHECKS: list[str] = []

TEMPLATES = [
    {
        "BACKEND": "mainstay.page.parts.PageTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mainstay.page.frame.frame",
            ],
        },
    }
]

# Who signs in, and how

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "mainstay.accounts.sign_in.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
}
ACCOUNT_FORMS = {
    "change_password": "mainstay.accounts.forms.ChangePassword",
    "reset_password": "mainstay.accounts.forms.ResetPassword",
    "reauthenticate": "mainstay.accounts.forms.Reauthenticate",
}
MFA_FORMS = {"reauthenticate": "mainstay.accounts.forms.ReauthenticateByCode"}
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = ORGANISATION
MFA_ADAPTER = "mainstay.accounts.sign_in.MfaAdapter"

CSRF_FAILURE_VIEW = "mainstay.page.errors.not_genuine"

# What the browser may do

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not EMBEDDED
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = not EMBEDDED and env.bool("MAINSTAY_HTTPS_REDIRECT", True)
SECURE_HSTS_SECONDS = 0 if EMBEDDED else 31_536_000
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("MAINSTAY_BEHIND_PROXY", False) else None
)
# Tries are counted by the address of who tries, not by the proxy's that all of them share.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("MAINSTAY_PROXIES", 0)
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

# Words, numbers, dates

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية")]
LOCALE_PATHS = [
    REPOSITORY / "src/mainstay/locale"
    if (REPOSITORY / "src").exists()
    else Path(__file__).parents[1] / "locale"
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = FILES_FOLDER

# Mail: to a folder until a server is set

EMAIL_HOST = env.str("MAINSTAY_MAIL_HOST", "")
EMAIL_PORT = env.int("MAINSTAY_MAIL_PORT", 587)
EMAIL_HOST_USER = env.str("MAINSTAY_MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.str("MAINSTAY_MAIL_PASSWORD", "")
EMAIL_USE_TLS = env.bool("MAINSTAY_MAIL_TLS", True)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = str(VAR / "mail")
DEFAULT_FROM_EMAIL = env.str("MAINSTAY_MAIL_FROM", "mainstay@localhost")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": sys.stderr}},
    "root": {"handlers": ["stderr"], "level": env.str("MAINSTAY_LOG", "WARNING")},
}
