"""What a guided check asks and what it finds: the same for the conversation, the API and the page."""

import datetime
from collections.abc import Mapping
from enum import StrEnum
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

UNKNOWN = "onbekend"
"""The answer of somebody who does not know; a question without any answer is simply not in the answers."""

type Value = bool | int | float | str | tuple[str, ...]
type Answers = Mapping[str, Value]
"""Answers by the id of their question; amounts in whole euro, areas in m2."""


class Shape(BaseModel):
    """Camel case on the wire, snake case in Python."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class Verdict(StrEnum):
    """What a check comes to."""

    LIKELY = "likely"
    PERMIT = "permit"
    UNLIKELY = "unlikely"
    UNKNOWN = "unknown"


class Met(StrEnum):
    """Whether a criterion is met; open when the question behind it has not been answered."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    OPEN = "open"


class Option(Shape):
    """An answer to choose from."""

    value: str
    label: str


class Question(Shape):
    """Something a check needs to know. A choice of `many` takes several options; a number has a unit.

    The name is the subject in a few words, such as `werkruimte`, for a list of answers.
    """

    id: str
    kind: Literal["choice", "many", "yes-no", "number", "gemeente", "trade"]
    name: str = ""
    text: str
    help: str = ""
    options: tuple[Option, ...] = ()
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None


class CheckSource(Shape):
    """Where a limit or a scheme comes from; the date is as exact as the source tells it."""

    title: str
    url: str | None = None
    date: str


class Criterion(Shape):
    """One thing that was looked at: its limit, what was filled in, and whether that is met.

    `elsewhere` holds limits of other gemeenten: for comparison only, they decide nothing.
    """

    id: str
    label: str
    limit: str
    answer: str | None = None
    met: Met
    explanation: str = ""
    sources: tuple[CheckSource, ...] = ()
    checked_on: datetime.date
    elsewhere: tuple[str, ...] = ()


class Scheme(Shape):
    """A way to get money, and whether it fits this situation.

    `decides` names the questions whose answer would settle a `may-fit`.
    """

    id: str
    name: str
    fit: Literal["fits", "may-fit", "does-not-fit"]
    because: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()
    for_whom: str
    gives: str
    apply: str
    papers: tuple[str, ...] = ()
    until: str
    article_id: str | None = None
    sources: tuple[CheckSource, ...] = ()
    checked_on: datetime.date


class Advice(Shape):
    """Something to do, or to ask the account manager; with sources when it says something of the world."""

    text: str
    sources: tuple[CheckSource, ...] = ()
    checked_on: datetime.date


class Outcome(Shape):
    """What a check found. All texts are Dutch and ready to show."""

    check: str
    verdict: Verdict
    verdict_label: str
    summary: str
    criteria: tuple[Criterion, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    steps: tuple[Advice, ...] = ()
    ask: tuple[Advice, ...] = ()
    disclaimer: str


class Check(Protocol):
    """One of the guided checks. Nothing here changes anything: the same answers give the same outcome."""

    @property
    def id(self) -> str:
        """The name in addresses, such as `werken-aan-huis`."""
        ...

    @property
    def title(self) -> str:
        """The name as people read it."""
        ...

    @property
    def topic(self) -> str:
        """The topic that a hand-off about this check belongs to."""
        ...

    @property
    def introduction(self) -> str:
        """What the check does and what it needs, in one or two sentences."""
        ...

    def questions(self, answers: Answers) -> list[Question]:
        """Return what is still to be asked, in order: what no longer matters is left out."""
        ...

    def all_questions(self) -> list[Question]:
        """Return every question the check can ever ask, in order, for a form on one page."""
        ...

    def accept(self, raw: Mapping[str, object]) -> dict[str, Value]:
        """Turn what came in over the wire into answers.

        Raises:
            AnswersError: one or more answers cannot be used; each is named with the reason in Dutch.
        """
        ...

    def read(self, text: str, asked: str | None = None) -> dict[str, Value]:
        """Find answers in a sentence: to the question asked, and to any other that it settles by the way."""
        ...

    def say(self, question_id: str, value: Value) -> str:
        """Return an answer as a person reads it, such as `40 m²` or `ja`."""
        ...

    def judge(self, answers: Answers) -> Outcome:
        """Weigh the answers given so far."""
        ...
