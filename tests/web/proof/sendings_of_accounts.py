"""Every form of the sign-in, of passwords and of second factors, ready to be sent."""

from __future__ import annotations

import re

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.test import Client
from passkey import STATE, Passkey, as_field, challenge_for
from sending import TOO_OLD, Sending, Sent

from chiiki.web.accounts.sealing import seal
from web_people import PASSWORD, make_person, sign_in, totp_code

__all__ = ["SENDINGS_OF_ACCOUNTS"]

SIGN_IN = "/en/account/sign-in"
CONFIRM = "/en/account/confirm"
FACTORS = "/en/account/second-factor"
NEW = "quite another long one"
NEW_TWICE = {"password1": NEW, "password2": NEW}


def _confirmed(*, has_factor=True):
    """Return a browser whose person has just confirmed who they are."""
    browser = Client()
    me = sign_in(browser, make_person(has_factor=has_factor))
    where, proof = (f"{FACTORS}/confirm", {"code": totp_code(1)}) if has_factor else (CONFIRM, {"password": PASSWORD})
    assert browser.post(where, {**proof, "next": FACTORS}).url == FACTORS
    return browser, me


def _sign_in():
    return Sent(Client(), {"login": make_person().email, "password": PASSWORD})


def _half_way():
    browser = Client()
    browser.post(SIGN_IN, {"login": make_person(has_factor=True).email, "password": PASSWORD})
    return Sent(browser, {"code": totp_code()})


def _sign_out():
    browser = Client()
    browser.post(SIGN_IN, {"login": make_person().email, "password": PASSWORD})
    return Sent(browser)


def _confirm():
    browser = Client()
    sign_in(browser, make_person())
    return Sent(browser, {"password": PASSWORD, "next": FACTORS})


def _confirm_by_code():
    browser = Client()
    sign_in(browser, make_person(has_factor=True))
    return Sent(browser, {"code": totp_code(), "next": FACTORS})


def _change_password():
    browser = Client()
    browser.post(SIGN_IN, {"login": make_person().email, "password": PASSWORD})
    return Sent(browser, {"oldpassword": PASSWORD, **NEW_TWICE})


def _ask_for_link():
    return Sent(Client(), {"email": make_person().email})


def _follow_link():
    person, browser = make_person(), Client()
    parts = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    opened = browser.get("/en/account/password/reset/{uidb36}-{key}".format(**parts))
    return Sent(browser, NEW_TWICE, {**parts, "key": opened.url.rpartition("-")[2].join(("set-", ""))})


def _set_up_app():
    browser, _ = _confirmed(has_factor=False)
    page = browser.get(f"{FACTORS}/app").content.decode()
    secret = re.search(r'<code id="authenticator_secret">(\w+)</code>', page)[1]
    return Sent(browser, {"code": totp_code(secret=secret)})


def _remove_app():
    return Sent(_confirmed()[0])


def _new_codes():
    browser, me = _confirmed()
    kept = {"seed": seal("5eed"), "used_mask": 0}
    Authenticator.objects.create(user=me, type=Authenticator.Type.RECOVERY_CODES, data=kept)
    page = browser.get(f"{FACTORS}/codes/new").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)"', page))
    return Sent(browser, hidden)


def _add_key():
    browser, _ = _confirmed(has_factor=False)
    credential = Passkey().registration(challenge_for(browser, f"{FACTORS}/keys/new"))
    return Sent(browser, {"name": "青い鍵", "credential": as_field(credential)})


def _with_key():
    """Return a browser of somebody whose only second factor is a key, the key, and its number."""
    browser, me = _confirmed(has_factor=False)
    key = Passkey()
    credential = key.registration(challenge_for(browser, f"{FACTORS}/keys/new"))
    kept = Authenticator.objects.create(
        user=me, type=Authenticator.Type.WEBAUTHN, data={"name": "鍵", "credential": credential}
    )
    session = browser.session
    del session[STATE]
    session.save()
    return browser, key, kept.pk


def _confirm_by_key():
    browser, key, _ = _with_key()
    challenge = challenge_for(browser, f"{FACTORS}/keys/confirm")
    return Sent(browser, {"credential": as_field(key.assertion(challenge)), "next": FACTORS})


def _remove_key():
    browser, _, number = _with_key()
    return Sent(browser, {}, {"pk": number})


def _rename_key():
    browser, _, number = _with_key()
    return Sent(browser, {"name": "赤い鍵"}, {"pk": number})


GONE_ON = ((403, "Sign in to see this page."), (403, "Your post needs a second factor."))
"""What may be said to a form that comes just after another one changed the session or what the person holds."""

NEW_SESSION = GONE_ON[:1]
"""What may be said to a form whose session got another id just before it was read."""

SENDINGS_OF_ACCOUNTS = (
    Sending("account_login", _sign_in, again=(TOO_OLD,), signs_in=True),
    Sending("account_logout", _sign_out, {"accounts.sign-out": 1}),
    Sending("account_reauthenticate", _confirm),
    Sending("account_change_password", _change_password, {"accounts.change-password": 1}, again=NEW_SESSION),
    Sending("account_reset_password", _ask_for_link),
    Sending("account_reset_password_from_key", _follow_link, {"accounts.reset-password": 1}),
    Sending("mfa_authenticate", _half_way, {"accounts.sign-in": 1}, again=(TOO_OLD,)),
    Sending("mfa_reauthenticate", _confirm_by_code),
    Sending("mfa_activate_totp", _set_up_app, {"accounts.add-factor": 1}, again=NEW_SESSION),
    Sending("mfa_deactivate_totp", _remove_app, {"accounts.remove-factor": 1}, again=GONE_ON),
    Sending("mfa_generate_recovery_codes", _new_codes, {"accounts.renew-factor": 1}, again=NEW_SESSION),
    Sending("mfa_add_webauthn", _add_key, {"accounts.add-factor": 1}, again=NEW_SESSION),
    Sending("mfa_reauthenticate_webauthn", _confirm_by_key),
    Sending("mfa_remove_webauthn", _remove_key, {"accounts.remove-factor": 1}, again=GONE_ON),
    Sending("mfa_edit_webauthn", _rename_key),
)
