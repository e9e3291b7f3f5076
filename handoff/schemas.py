"""What may come into this room: a request for a hand-off, and the files of the directory."""

from datetime import date
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    model_validator,
)
from pydantic.alias_generators import to_camel

from handoff.contact import parse_email, parse_phone
from handoff.errors import ContactError
from handoff.hours import WEEKDAYS
from knowledge.schemas import FileModel
from knowledge.topics import TopicKey

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class TranscriptLine(BaseModel):
    """One message of the conversation that led to a ticket."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)

    sender: str
    sender_name: str | None = None
    sent_at: AwareDatetime
    text: str


class HandOffRequest(BaseModel):
    """What the entrepreneur agreed to send to an account manager.

    A wrong e-mail address or phone number raises ContactError, anything else pydantic's ValidationError.
    """

    model_config = ConfigDict(frozen=True)

    conversation_id: str | None = Field(default=None, max_length=64)
    gemeente: Slug | None = None
    topic: Slug | None = None
    sector: Slug | None = None
    language: Language = "nl"
    name: Line
    email: Annotated[str, AfterValidator(parse_email), AfterValidator(str.lower)] | None = None
    phone: Annotated[str, AfterValidator(parse_phone)] | None = None
    question: Paragraph
    summary: str = Field(default="", max_length=20_000)
    transcript: list[TranscriptLine] = []
    findings: list[JsonValue] = []
    consent_at: AwareDatetime
    consent_text: Paragraph

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        """A ticket that nobody can answer helps nobody."""
        if not (self.email or self.phone or self.conversation_id):
            raise ContactError("Geef een e-mailadres of een telefoonnummer, zodat wij u kunnen bereiken.")
        return self


def _file_email(value: str) -> str:
    """Let a wrong address in a file be an error of that field, so that the line can be named."""
    try:
        return parse_email(value)
    except ContactError as error:
        raise ValueError(str(error)) from None


def _file_phone(value: str) -> str:
    """Let a wrong number in a file be an error of that field, so that the line can be named."""
    try:
        return parse_phone(value)
    except ContactError as error:
        raise ValueError(str(error)) from None


def _split(value: object) -> object:
    """Read 09:00-12:30 as a start and an end."""
    return value.split("-") if isinstance(value, str) else value


def _in_order(shift: tuple[str, str]) -> tuple[str, str]:
    if shift[0] >= shift[1]:
        raise ValueError("het begin ligt niet voor het einde")
    return shift


def _apart(shifts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Refuse overlapping shifts: they would count the same hour twice."""
    ordered = sorted(shifts)
    if any(earlier[1] > later[0] for earlier, later in pairwise(ordered)):
        raise ValueError("twee werktijden overlappen elkaar")
    return ordered


Shift = Annotated[tuple[Clock, Clock], BeforeValidator(_split), AfterValidator(_in_order)]


class AccountManagerEntry(FileModel):
    """One account manager in directory/account-managers.yaml."""

    id: Slug
    name: Line
    email: Annotated[str, AfterValidator(_file_email)]
    phone: Annotated[str, AfterValidator(_file_phone)] | None = None
    gemeenten: list[Slug] = Field(default_factory=list)
    topics: list[TopicKey] = Field(default_factory=list)
    sectors: list[Slug] = Field(default_factory=list)
    languages: list[Language] = Field(default_factory=lambda: ["nl"])
    working_hours: dict[Day, Annotated[list[Shift], AfterValidator(_apart)]]
    absent_from: date | None = None
    absent_until: date | None = None
    replacement_id: Slug | None = None
    region_desk: bool = False
    active: bool = True
    example: bool = False

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if not self.gemeenten and not self.region_desk:
            raise ValueError("vul gemeenten in, of zet region_desk op true")
        if self.absent_until and not self.absent_from:
            raise ValueError("bij absent_until hoort absent_from")
        if self.absent_from and self.absent_until and self.absent_from > self.absent_until:
            raise ValueError("de afwezigheid eindigt voordat zij begint")
        if self.replacement_id == self.id:
            raise ValueError("iemand kan niet zichzelf vervangen")
        return self


class ContactMomentEntry(FileModel):
    """One weekly walk-in hour in directory/contact-moments.yaml."""

    id: Slug
    gemeente: Slug
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    weekday: Day
    starts: Clock
    ends: Clock
    place: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
    appointment_needed: bool = False
    example: bool = False
    valid_from: date
    valid_until: date | None = None

    @property
    def weekday_number(self) -> int:
        """The weekday as a number, Monday is 0."""
        return WEEKDAYS.index(self.weekday)

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        _in_order((self.starts, self.ends))
        if self.valid_until and self.valid_until < self.valid_from:
            raise ValueError("valid_until ligt voor valid_from")
        return self


class AccountManagersFile(FileModel):
    """``directory/account-managers.yaml``."""

    account_managers: list[AccountManagerEntry]


class ContactMomentsFile(FileModel):
    """``directory/contact-moments.yaml``."""

    contact_moments: list[ContactMomentEntry]
