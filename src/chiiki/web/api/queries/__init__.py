"""What is read of tokens."""

from __future__ import annotations

from chiiki.web.api.queries.tokens import tokens_of, valid_token

__all__ = ["tokens_of", "valid_token"]
