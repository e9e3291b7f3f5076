"""What may stand in the rule files of the financieringswijzer; editors read the Dutch messages."""

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from kit import clock
from knowledge.checks.conditions import Condition
from knowledge.checks.questions import QuestionFile
from knowledge.replies import placeholders
from knowledge.schemas import Day, FileModel, Line, Slug, SourceFile
from knowledge.topics import TopicKey

State = Literal["open", "ended", "unknown"]

_PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")


def _period(value: object) -> str:
    """Accept the year, the month or the day on which something ended, as exact as the source tells it."""
    text = str(value)
    if not _PERIOD.fullmatch(text):
        raise ValueError("schrijf JJJJ, JJJJ-MM of JJJJ-MM-DD")
    return text


def _past(value: str) -> str:
    if value > clock.today().isoformat()[: len(value)]:
        raise ValueError("deze datum ligt in de toekomst")
    return value


type EndedOn = Annotated[str, BeforeValidator(_period), AfterValidator(_past)]


class Requirement(Condition):
    """What a scheme needs; it is also met when one of the alternatives under `or` holds.

    `because` says what the scheme needs, in a sentence that is true for everybody.
    """

    alternatives: tuple[Condition, ...] = Field((), alias="or")
    because: Line
    otherwise: Literal["does-not-fit", "may-fit"] = "does-not-fit"

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The condition itself and its alternatives."""
        return (self, *self.alternatives)


class FundingScheme(FileModel):
    """A scheme or fund.

    `until` is the last day on which one can apply; `known_until` the last day for which our figures are
    known, after which nobody can tell without asking. `period` says in words when one can apply.
    `depends_on` is what else decides and the wijzer does not ask. `refused` says why nobody who uses the
    wijzer can apply.
    """

    id: Slug
    name: Line
    areas: Annotated[tuple[Slug, ...], Field(min_length=1)]
    state: State
    until: Day | None = None
    known_until: Day | None = None
    ended_on: EndedOn | None = None
    period: Line | None = None
    requires: tuple[Requirement, ...] = ()
    depends_on: tuple[Line, ...] = ()
    refused: Line | None = None
    for_whom: Line
    gives: Line
    apply: Line
    papers: Annotated[tuple[Line, ...], Field(min_length=1)]
    sources: Annotated[tuple[SourceFile, ...], Field(min_length=1)]
    certainty: Literal["hoog", "middel", "laag"]
    checked_on: Day
    article_id: Slug | None = None

    @field_validator("checked_on")
    @classmethod
    def _not_in_future(cls, value: date) -> date:
        if value > clock.today():
            raise ValueError("deze datum ligt in de toekomst")
        return value

    @model_validator(mode="after")
    def _end_fits_state(self) -> Self:
        if self.state == "ended" and not self.ended_on:
            raise ValueError("een gestopte regeling heeft een einddatum nodig (ended_on)")
        if self.state != "ended" and self.ended_on:
            raise ValueError("ended_on hoort alleen bij een gestopte regeling (state: ended)")
        if self.state != "open" and (self.until or self.known_until):
            raise ValueError("until en known_until horen alleen bij een open regeling (state: open)")
        return self

    @model_validator(mode="after")
    def _open_when_checked(self) -> Self:
        """Compare with the day of checking: a file that was right stays readable when an end date passes."""
        for day in (self.until, self.known_until):
            if day and day < self.checked_on:
                raise ValueError("open, maar de einddatum lag bij de controle al in het verleden")
        return self

    def state_on(self, day: date) -> State:
        """Return whether one can apply on a day, which the dates decide before the words of the file."""
        if self.until and self.until < day:
            return "ended"
        if self.known_until and self.known_until < day:
            return "unknown"
        return self.state

    def end(self) -> str:
        """Return the end as exact as it is known, or nothing: JJJJ, JJJJ-MM or JJJJ-MM-DD."""
        return self.ended_on or (self.until.isoformat() if self.until else "")


class AdviceFile(FileModel):
    """A step to take, or something to ask the account manager, for the situations in which it holds.

    `worth_asking` means that its questions are asked even when no scheme needs their answers.
    """

    kind: Literal["step", "ask"]
    text: Line
    areas: Annotated[tuple[Slug, ...], Field(min_length=1)] = ("landelijk",)
    when: tuple[Condition, ...] = ()
    worth_asking: bool = False
    sources: tuple[SourceFile, ...] = ()


def _naming(*names: str) -> AfterValidator:
    """Allow these names between braces, and no others."""

    def check(value: str) -> str:
        try:
            others = placeholders(value) - set(names)
        except ValueError:
            others = {"?"}
        if others:
            allowed = " of ".join(f"{{{name}}}" for name in names)
            raise ValueError(f"tussen accolades kan hier alleen {allowed} staan")
        return value

    return AfterValidator(check)


class VerdictText(FileModel):
    """The label and the summary of an outcome; `{fits}` and `{may}` become the names of schemes."""

    label: Line
    summary: Annotated[Line, _naming("fits", "may")]


class FundingTexts(FileModel):
    """The sentences of the wijzer itself; words between braces are filled in."""

    likely: VerdictText
    unknown: VerdictText
    unlikely: VerdictText
    disclaimer: Line
    ended: Annotated[Line, _naming("year")]
    state_unknown: Line
    elsewhere: Annotated[Line, _naming("area")]
    province_unknown: Annotated[Line, _naming("area")]
    uncertain: Line
    continuing: Line
    until: Annotated[Line, _naming("date")]
    until_ended: Annotated[Line, _naming("year")]
    until_unknown: Line
    more: Line


class SchemesFile(FileModel):
    """``checks/financiering/*.yaml``: a group of schemes."""

    schemes: Annotated[tuple[FundingScheme, ...], Field(min_length=1)]


class FundingFile(FileModel):
    """``checks/financiering.yaml``: questions, sentences and advice; schemes come from the folder beside it.

    `provinces` are the areas that together hold every gemeente of which the content knows the province.
    """

    title: Line
    topic: TopicKey
    introduction: Line
    checked_on: Day
    provinces: tuple[Slug, ...] = ()
    questions: Annotated[tuple[QuestionFile, ...], Field(min_length=1)]
    texts: FundingTexts
    advice: tuple[AdviceFile, ...] = ()
    schemes: tuple[FundingScheme, ...] = ()
