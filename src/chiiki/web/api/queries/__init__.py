"""What is read of tokens."""

from __future__ import annotations

from chiiki.web.api.queries.tokens import own_token, tokens_of, valid_token

__all__ = ["own_token", "tokens_of", "valid_token"]
