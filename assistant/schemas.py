"""The shape of what the assistant says, as the HTTP contract has it."""

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

AnswerKind = Literal[
    "article",
    "check-question",
    "check-result",
    "clarification",
    "hand-off-question",
    "ticket",
    "directory",
    "small-talk",
    "out-of-scope",
    "fallback",
    "notice",
]


class Shape(BaseModel):
    """Camel case on the wire, snake case in Python."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class Choice(Shape):
    """A button: what it says, and what it means when it comes back."""

    title: str
    choice: str


class Source(Shape):
    """Where an answer comes from: its own date, and the day an editor last checked it."""

    title: str
    url: str | None = None
    date: str | None = None
    checked_on: datetime.date


FieldKind = Literal["text", "long-text", "contact", "number", "place", "one", "many"]


class FormField(Shape):
    """What a question asks, for whoever shows it as a form; typing an answer is always as good.

    `refused` says that the last answer could not be used; the text of the message tells why.
    """

    name: str
    kind: FieldKind
    label: str
    unit: str | None = None
    refused: bool = False


class Progress(Shape):
    """How far a check or a hand-off is; an answer can change how many questions there are."""

    step: int
    of: int
    title: str


class Answer(Shape):
    """What kind of reply this is and what it rests on."""

    kind: AnswerKind
    topic: str | None = None
    article_id: str | None = None
    gemeente: str | None = None
    sources: tuple[Source, ...] = ()
    confidence: float | None = None
    ticket_reference: str | None = None
    field: FormField | None = None
    progress: Progress | None = None
    language: str | None = Field(None, description="Of the text, when that is not Dutch: en, de, ar …")


class Reply(Shape):
    """One message of the assistant; the text is Markdown of a small subset."""

    text: str
    choices: tuple[Choice, ...] = ()
    answer: Answer | None = None
