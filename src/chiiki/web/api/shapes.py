"""What the answers look like, as far as they do not come from a table of the pack."""

from __future__ import annotations

from typing import Generic, TypeVar

from ninja import Schema
from pydantic import Field

__all__ = ["Code", "FieldProblem", "Link", "Page", "Problem", "SourceRef", "Words"]

Item = TypeVar("Item")


class Words(Schema):
    """The same words in both languages; null where no source has them."""

    ja: str | None = Field(description="Japanese", examples=["知的クラスター創成事業"])
    en: str | None = Field(description="English", examples=["Knowledge Cluster Initiative"])


class Code(Schema):
    """A code of a closed vocabulary, with its label."""

    code: str = Field(description="The code, by which filters ask", examples=["grant"])
    label: Words = Field(description="What it means")


class SourceRef(Schema):
    """Who states it, and where."""

    id: str = Field(description="Id of the source", examples=["mext.go.jp-004d19"])
    title: Words = Field(description="Title of the document or page")
    locator: str | None = Field(
        description="Page, slide, table or cell; “page” where the whole page is the place", examples=["table 10201"]
    )
    url: str | None = Field(description="Address of the document", examples=["https://www.mext.go.jp/"])
    licence: str | None = Field(description="Id of the licence of the source", examples=["PDL-1.0"])
    address: str = Field(description="Stable address of the source here")


class Link(Schema):
    """Something that stands at another address."""

    href: str = Field(description="Path below the site", examples=["/api/v1/programmes"])
    title: Words = Field(description="What stands there")


class Page(Schema, Generic[Item]):
    """One page of a list: n of N, never cut in silence."""

    edition: str = Field(description="Edition of the facts, YYYY.MM", examples=["2026.11"])
    n_total: int = Field(description="Rows of the whole list under these filters", examples=[908], ge=0)
    n_before: int = Field(description="Rows on the pages before", examples=[0], ge=0)
    n: int = Field(description="Rows on this page", examples=[50], ge=0)
    items: list[Item] = Field(description="The rows")
    cursor: str | None = Field(description="Give it as ?cursor= for the next page; null on the last page")
    next: str | None = Field(description="Path of the next page; null on the last page")


class FieldProblem(Schema):
    """What is wrong with one parameter."""

    field: str = Field(description="Name of the parameter", examples=["limit"])
    value: str | None = Field(description="What was given", examples=["1000"])
    message: str = Field(description="What is wrong", examples=["at most 200"])
    allowed: list[str] | str | None = Field(default=None, description="What is allowed")
    next: str | None = Field(default=None, description="What to do")


class Problem(Schema):
    """Every error, as RFC 9457 describes it."""

    type: str = Field(description="Address that explains the problem")
    title: str = Field(description="What kind of problem it is, in the language asked for")
    status: int = Field(description="Status of the answer", examples=[422], ge=400, le=599)
    code: str = Field(description="Stable name of the problem", examples=["bad-parameter"])
    detail: str = Field(description="What to do next")
    instance: str = Field(description="Id of this request, for questions about it", examples=["urn:request:5f0c"])
    errors: list[FieldProblem] = Field(default=[], description="Parameter by parameter; left out where there is none")
