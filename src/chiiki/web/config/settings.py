"""Settings of Django, from the options of the site and nothing else."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from chiiki.web.config.keys import secret_keys
from chiiki.web.config.options import read_options

OPTIONS = read_options(os.environ)

DEBUG = False
DEMO = OPTIONS.is_demo
BASE_URL = OPTIONS.url
ROOT_URLCONF = "chiiki.web.config.urls"
WSGI_APPLICATION = "chiiki.web.config.wsgi.application"
ALLOWED_HOSTS = sorted({OPTIONS.host, "127.0.0.1", "localhost", "[::1]"})
CSRF_TRUSTED_ORIGINS = [OPTIONS.url]

SECRET_KEY, *SECRET_KEY_FALLBACKS = secret_keys(OPTIONS)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    # before allauth, so that our pages take the place of its own
    "chiiki.web.ui",
    "chiiki.web.audit",
    "chiiki.web.jobs",
    "chiiki.web.accounts",
    "chiiki.web.library",
    "chiiki.web.api",
    "chiiki.web.config",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
]

MIDDLEWARE = [
    "chiiki.web.ui.middleware.RequestId",
    "chiiki.web.ui.middleware.SafetyHeaders",
    "chiiki.web.api.middleware.MachineAnswers",
    "chiiki.web.ui.middleware.PageCache",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "chiiki.web.accounts.middleware.CurrentActor",
    "chiiki.web.ui.middleware.WordedRefusals",
    "django.contrib.messages.middleware.MessageMiddleware",
    "chiiki.web.accounts.middleware.SessionGuard",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "chiiki.web.ui.context.frame",
            ],
        },
    }
]


_KEPT_SECONDS = 600
"""How long a thread keeps its connection."""


def _database() -> dict[str, Any]:
    if OPTIONS.database_url:
        return dict(dj_database_url.parse(OPTIONS.database_url, conn_max_age=_KEPT_SECONDS, conn_health_checks=True))
    return {
        "ENGINE": "chiiki.web.config.sqlite",
        "NAME": OPTIONS.data / "chiiki.sqlite3",
        "CONN_MAX_AGE": _KEPT_SECONDS,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: an acknowledged write survives a loss of power
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            " PRAGMA secure_delete=ON; PRAGMA mmap_size=0",
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "chiiki.web.accounts.backends.AddressBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_REDIRECT_URL = "account"
LOGOUT_REDIRECT_URL = "account_login"
LOGIN_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 3600

# sign-in (allauth): by e-mail address and password, then a second factor; nobody signs up
ACCOUNT_ADAPTER = "chiiki.web.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation has proved the address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # every other session ends; this one gets a new id
ACCOUNT_PASSWORD_MIN_LENGTH = None  # AUTH_PASSWORD_VALIDATORS says it
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,20/300s/key"}  # axes locks earlier; this slows second factors
ACCOUNT_FORMS = {
    "login": "chiiki.web.accounts.forms.sign_in.SignInForm",
    "reset_password": "chiiki.web.accounts.forms.sign_in.ResetForm",
    "reset_password_from_key": "chiiki.web.accounts.forms.sign_in.NewPasswordForm",
    "change_password": "chiiki.web.accounts.forms.sign_in.ChangePasswordForm",
    "reauthenticate": "chiiki.web.accounts.forms.sign_in.ReauthenticateForm",
}
MFA_ADAPTER = "chiiki.web.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = "chiiki"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 10
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not OPTIONS.is_https and OPTIONS.host in {"localhost", "127.0.0.1"}
MFA_FORMS = {
    "authenticate": "chiiki.web.accounts.forms.second_factor.AuthenticateForm",
    "reauthenticate": "chiiki.web.accounts.forms.second_factor.ReauthenticateForm",
    "activate_totp": "chiiki.web.accounts.forms.second_factor.ActivateForm",
    "add_webauthn": "chiiki.web.accounts.forms.second_factor.AddKeyForm",
    "edit_webauthn": "chiiki.web.accounts.forms.second_factor.EditKeyForm",
}
USERSESSIONS_TRACK_ACTIVITY = False  # it would touch the session of every page

# lock-out (axes): by account and by address
AXES_FAILURE_LIMIT = 5
AXES_HANDLER = "chiiki.web.accounts.lockout.LockoutHandler"
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "chiiki.web.access.addresses.client_address"
AXES_USERNAME_CALLABLE = "chiiki.web.accounts.lockout.account_of"
AXES_LOCKOUT_CALLABLE = "chiiki.web.accounts.lockout.locked_out"
AXES_SENSITIVE_PARAMETERS = ["login", "email", "code", "username", "ip_address", "csrfmiddlewaretoken", "next"]
AXES_DISABLE_ACCESS_LOG = True  # the audit log has it
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

CACHES = {
    "default": {
        # what counts tries and spent codes must hold over all workers
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "site_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

DEFAULT_FROM_EMAIL = SERVER_EMAIL = OPTIONS.email_from
if OPTIONS.mail.host:
    EMAIL_HOST, EMAIL_PORT = OPTIONS.mail.host, OPTIONS.mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = OPTIONS.mail.user, OPTIONS.mail.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = OPTIONS.mail.security == "starttls", OPTIONS.mail.security == "tls"
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = OPTIONS.data / "mail"

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parents[1] / "access" / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = OPTIONS.data / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "chiiki.web.ui.finders.BriefSheetFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OPTIONS.is_https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SECURE_SSL_REDIRECT = OPTIONS.is_https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OPTIONS.n_proxies else None
SECURE_HSTS_SECONDS = 31_536_000 if OPTIONS.is_https else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # other hosts below the name may have no TLS: that is for their owner to say
    "security.W021",  # likewise for the list that browsers carry
]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "chiiki.web.ui.errors.csrf_failure"
PAGE_CACHE_BYTES = 48 * 1024 * 1024
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
    }
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "chiiki.web.access.masking.MaskedFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
