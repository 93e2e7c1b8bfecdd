"""What happens to tokens."""

from __future__ import annotations

from chiiki.web.api.domain.tokens import IssuedToken, issue_token, note_use, revoke_token, revoke_tokens_of

__all__ = ["IssuedToken", "issue_token", "note_use", "revoke_token", "revoke_tokens_of"]
