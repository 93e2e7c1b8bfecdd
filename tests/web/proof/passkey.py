"""A security key in software: it answers the challenges that the site keeps in a session."""

from __future__ import annotations

import json
from hashlib import sha256
from secrets import token_bytes
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

if TYPE_CHECKING:
    from django.test import Client

__all__ = ["Passkey"]

HOST = "testserver"
STATE = "mfa.webauthn.state"


class Passkey:
    """One key of one person."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = token_bytes(32)

    def registration(self, challenge: str) -> dict[str, object]:
        """Return the credential with which the key is added."""
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
        known = AttestedCredentialData.create(bytes(16), self.id, ES256.from_cryptography_key(self.key.public_key()))
        attested = AttestationObject.create("none", AuthenticatorData.create(_host_hash(), flags, 0, known), {})
        said = CollectedClientData.create(CollectedClientData.TYPE.CREATE, challenge, f"https://{HOST}")
        return self._credential(clientDataJSON=said, attestationObject=attested)

    def assertion(self, challenge: str) -> dict[str, object]:
        """Return the credential that proves that the key is at hand."""
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV
        device = AuthenticatorData.create(_host_hash(), flags, 1)
        said = CollectedClientData.create(CollectedClientData.TYPE.GET, challenge, f"https://{HOST}")
        signature = self.key.sign(device + said.hash, ec.ECDSA(SHA256()))
        return self._credential(clientDataJSON=said, authenticatorData=device, signature=signature)

    def _credential(self, **parts: bytes) -> dict[str, object]:
        answer = {name: websafe_encode(content) for name, content in parts.items()}
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "response": answer,
            "clientExtensionResults": {},
        }


def challenge_for(browser: Client, path: str) -> str:
    """Open a page that asks for a key, and return the challenge that the session now keeps."""
    assert browser.get(path).status_code == 200, path
    return browser.session[STATE]["challenge"]


def as_field(credential: dict[str, object]) -> str:
    """Write a credential as the browser's script puts it into the form."""
    return json.dumps(credential)


def _host_hash() -> bytes:
    return sha256(HOST.encode()).digest()
