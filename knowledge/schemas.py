"""What may stand in the content files, field by field; editors read the messages, so these are Dutch."""

import re
from datetime import date
from functools import cache
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    ValidationInfo,
    field_validator,
    model_validator,
)

from kit import clock
from knowledge.links import forbidden_links
from knowledge.replies import placeholders
from knowledge.topics import TopicKey

MAXIMUM_SHORT_ANSWER = 60
"""Words; a short answer is read in a chat bubble or aloud."""

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_POSTCODES = r"^[1-9]\d{3}(-[1-9]\d{3})?$"
_SOURCE_DATE = re.compile(r"\d{4}|\d{4}-(0[1-9]|1[0-2])")


def _day(value: object) -> object:
    """Take JJJJ-MM-DD only: a number that happens to pass as a time stamp is a slip of the keyboard."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise ValueError("schrijf een datum als JJJJ-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value} is geen bestaande datum") from None


def _source_date(value: object) -> str:
    """Accept a year, a month or a day, as exact as the source tells it."""
    text = str(value)
    if text == "onbekend" or _SOURCE_DATE.fullmatch(text):
        return text
    try:
        _day(text)
    except ValueError:
        raise ValueError("schrijf JJJJ, JJJJ-MM, JJJJ-MM-DD of onbekend") from None
    return text


def _url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or re.search(r"\s", value):
        raise ValueError("een webadres begint met http:// of https:// en bevat geen spaties")
    return value


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark")


def _text_only(value: str) -> str:
    """Refuse HTML, images and links that lead astray: the text also travels to messengers."""
    tokens = _markdown().parse(value)
    kinds = {part.type for token in tokens for part in [token, *(token.children or [])]}
    if kinds & {"html_block", "html_inline"}:
        raise ValueError("HTML mag niet, gebruik Markdown")
    if "image" in kinds:
        raise ValueError("afbeeldingen mogen niet")
    forbidden = next(forbidden_links(value), None)
    if forbidden is not None:
        allowed = "gebruik https://, mailto:, tel: of /kennis/"
        raise ValueError(f"de link naar '{forbidden[:60]}' mag niet; {allowed}")
    return value


def _short(value: str) -> str:
    words = len(value.split())
    if words > MAXIMUM_SHORT_ANSWER:
        raise ValueError(f"het korte antwoord telt {words} woorden, het maximum is {MAXIMUM_SHORT_ANSWER}")
    return value


def _fillable(value: str) -> str:
    """Refuse a reply whose braces cannot be filled in."""
    try:
        placeholders(value)
    except ValueError:
        raise ValueError("accolades staan alleen om een naam, zoals {gemeente}") from None
    return value


def as_list(value: object) -> object:
    """Let one text stand for a list of one."""
    return (value,) if isinstance(value, str) else value


type Line = Annotated[str, Field(min_length=1, max_length=500)]
type Slug = Annotated[str, Field(pattern=SLUG, max_length=120)]
type Day = Annotated[date, BeforeValidator(_day)]
type Audience = Literal["starter", "zzp", "mkb", "winkelier", "iedereen"]
type Status = Literal["draft", "published", "withdrawn"]
type Language = Literal["nl", "en"]
type Kind = Literal["amounts", "law", "contact", "general"]
"""What makes an article age; ``knowledge.curation.review`` has the period of each."""


class FileModel(BaseModel):
    """The base of everything read from a file: unknown fields are mistakes, spaces at the ends are not."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class SourceFile(FileModel):
    """Where an answer comes from: a page with an address, or a paper document."""

    title: Line
    url: Annotated[str, Field(max_length=2000), AfterValidator(_url)] | None = None
    document: Line | None = None
    date: Annotated[str, BeforeValidator(_source_date)]

    @model_validator(mode="after")
    def _findable(self) -> Self:
        if not (self.url or self.document):
            raise ValueError("een bron heeft een url of een document")
        return self


class ArticleFile(FileModel):
    """One article: the fields of its front matter and the two parts of its text."""

    id: Slug
    title: Annotated[str, Field(min_length=1, max_length=200)]
    topic: TopicKey
    subject: Slug
    area: Slug
    audience: Annotated[tuple[Audience, ...], Field(min_length=1)]
    questions: Annotated[tuple[Line, ...], Field(min_length=1)]
    sources: Annotated[tuple[SourceFile, ...], Field(min_length=1)]
    checked_on: Day
    valid_from: Day
    valid_until: Day
    owner: Slug
    upl: Line | None = None
    certainty: Literal["hoog", "middel", "laag"]
    status: Status
    language: Language = "nl"
    translation_of: Annotated[Slug | None, Field(validate_default=True)] = None
    kind: Kind | None = None
    short_answer: Annotated[str, Field(min_length=1), AfterValidator(_short), AfterValidator(_text_only)]
    details: Annotated[str, AfterValidator(_text_only)] = ""

    @model_validator(mode="before")
    @classmethod
    def _subject_is_id(cls, data: object) -> object:
        if isinstance(data, dict) and "id" in data:
            return {"subject": data["id"], **data}
        return data

    @field_validator("checked_on")
    @classmethod
    def _not_in_future(cls, value: date) -> date:
        if value > clock.today():
            raise ValueError("deze datum ligt in de toekomst")
        return value

    @field_validator("valid_until")
    @classmethod
    def _after_start(cls, value: date, info: ValidationInfo) -> date:
        if value < info.data.get("valid_from", value):
            raise ValueError("deze datum ligt voor valid_from")
        return value

    @field_validator("translation_of")
    @classmethod
    def _of_another(cls, value: str | None, info: ValidationInfo) -> str | None:
        """Only a translation has an original, and every translation has one."""
        if (value is not None) != (info.data.get("language", "nl") != "nl"):
            raise ValueError("hoort bij language: en, en staat alleen daar")
        if value is not None and value == info.data.get("id"):
            raise ValueError("een artikel is geen vertaling van zichzelf")
        return value


class GemeenteFile(FileModel):
    """A gemeente: its name, the kernen and the four-digit postcodes in it."""

    name: Line
    kernen: tuple[Line, ...] = ()
    postcodes: tuple[Annotated[str, Field(pattern=_POSTCODES)], ...] = ()
    ambiguous: bool = False


class GroupFile(FileModel):
    """Some gemeenten together: a region, a province, a partnership."""

    name: Line
    gemeenten: Annotated[tuple[Slug, ...], Field(min_length=1)]


class MergeFile(FileModel):
    """A gemeente that becomes part of another one on a day; an editor confirms what is not yet certain."""

    former: Slug = Field(alias="from")
    into: Slug
    on: Day
    certainty: Literal["hoog", "middel", "laag"]
    confirmed: bool = False
    source: SourceFile
    note: Line | None = None

    @property
    def sure(self) -> bool:
        """Whether the merge takes effect on its day without anybody doing anything."""
        return self.confirmed or self.certainty == "hoog"


class AreasFile(FileModel):
    """``areas.yaml``: every gemeente, the groups that articles may name as their area, and who merges."""

    gemeenten: dict[Slug, GemeenteFile]
    regions: dict[Slug, GroupFile]
    groups: dict[Slug, GroupFile] = {}
    merges: tuple[MergeFile, ...] = ()

    @model_validator(mode="after")
    def _members_known(self) -> Self:
        for key, group in {**self.regions, **self.groups}.items():
            unknown = sorted(set(group.gemeenten) - set(self.gemeenten))
            if unknown:
                raise ValueError(f"{key} noemt een onbekende gemeente: {', '.join(unknown)}")
        return self

    @model_validator(mode="after")
    def _merges_possible(self) -> Self:
        """Refuse merges that lead nowhere: every former gemeente must end up in one that exists."""
        days: dict[str, date] = {}
        for merge in self.merges:
            unknown = sorted({merge.former, merge.into} - set(self.gemeenten))
            if unknown:
                raise ValueError(f"merges noemt een onbekende gemeente: {', '.join(unknown)}")
            if merge.former in days:
                raise ValueError(f"{merge.former} gaat in merges twee keer op in een andere gemeente")
            days[merge.former] = merge.on
        for merge in self.merges:
            _check_way(merge, self.merges)
            if days.get(merge.into, merge.on) < merge.on:
                raise ValueError(f"{merge.into} bestaat niet meer als {merge.former} erin opgaat")
        return self


def _check_way(merge: MergeFile, merges: tuple[MergeFile, ...]) -> None:
    """Refuse a gemeente that comes back to itself, at once or by way of others."""
    following = {each.former: each.into for each in merges}
    slug = merge.into
    for _ in merges:
        if slug == merge.former:
            raise ValueError(f"{merge.former} gaat in merges op in zichzelf")
        slug = following.get(slug, slug)


class TradeFile(FileModel):
    """A trade with its other names; the sector groups trades for the hand-off."""

    name: Line
    also: tuple[Line, ...] = ()
    sector: Line


class TradesFile(FileModel):
    """``vocabulary/trades.yaml``."""

    trades: tuple[TradeFile, ...]


class SchemeFile(FileModel):
    """A scheme with its other names and abbreviations."""

    name: Line
    also: tuple[Line, ...] = ()


class SchemesFile(FileModel):
    """``vocabulary/schemes.yaml``."""

    schemes: tuple[SchemeFile, ...]


type Synonym = Annotated[str, Field(pattern=r"^(\*?[^*]+|[^*]+\*)$", max_length=80)]
"""A word or short phrase; a star stands for the rest of a word, at its beginning or its end."""


class SynonymsFile(FileModel):
    """``vocabulary/synonyms.yaml``: words that mean the same to somebody who asks."""

    groups: tuple[Annotated[tuple[Synonym, ...], Field(min_length=2)], ...]


class Vocabulary(FileModel):
    """The words that the assistant recognises."""

    trades: tuple[TradeFile, ...]
    schemes: tuple[SchemeFile, ...]
    synonyms: tuple[tuple[Synonym, ...], ...] = ()


type ReplyText = Annotated[str, Field(min_length=1), AfterValidator(_fillable)]


class RepliesFile(RootModel[dict[str, Annotated[tuple[ReplyText, ...], BeforeValidator(as_list)]]]):
    """``replies.yaml``: a text or a list of texts by key."""

    model_config = ConfigDict(str_strip_whitespace=True, frozen=True)
