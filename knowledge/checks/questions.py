"""The questions of the checks as editors write them, with what is needed to understand the answers."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from knowledge.checks.conditions import Unit
from knowledge.checks.schemas import Option, Question
from knowledge.schemas import FileModel, Line, Slug

Kind = Literal["choice", "many", "yes-no", "number", "gemeente", "trade"]

UNITS: dict[Unit, tuple[str, str]] = {
    "m2": ("m²", "m²"),
    "percent": ("procent", "procent"),
    "euro": ("euro", "euro"),
    "euro-per-maand": ("euro per maand", "euro per maand"),
    "euro-per-m2": ("euro per m² per jaar", "euro per m² per jaar"),
    "meter": ("meter", "meter"),
    "minuten": ("minuut", "minuten"),
    "uren": ("uur", "uur"),
    "nachten": ("nacht", "nachten"),
    "personen": ("persoon", "personen"),
    "kinderen": ("kind", "kinderen"),
    "kamers": ("kamer", "kamers"),
    "bedden": ("bed", "bedden"),
    "categorie": ("categorie", "categorie"),
}
"""Every unit as people read it, for one and for more."""

_CHOICES = {"choice", "many"}


class OptionFile(FileModel):
    """An answer to choose from."""

    value: Slug
    label: Line


class QuestionFile(FileModel):
    """A question with what is needed to understand its answers.

    `phrases` are words in which people say an answer, by that answer (`ja`, `0`, the value of an option);
    `replies` are words that mean it only after the question was asked;
    `cues` are words beside a number that tell that it answers this question; `sole` tells that its unit says
    enough. `at_most` names the question whose answer this one cannot exceed, `share_of` the question that
    this one answers in another way (a percentage instead of m²), `alone` the option that excludes others.
    """

    id: Slug
    kind: Kind
    text: Line
    name: Line
    help: Annotated[str, Field(max_length=1000)] = ""
    options: tuple[OptionFile, ...] = ()
    alone: Slug | None = None
    unit: Unit | None = None
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False
    sole: bool = False
    at_most: Slug | None = None
    share_of: Slug | None = None
    phrases: dict[str, tuple[Line, ...]] = Field(default_factory=dict)
    replies: dict[str, tuple[Line, ...]] = Field(default_factory=dict)
    cues: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.kind in _CHOICES) != bool(self.options):
            raise ValueError("opties horen bij een keuzevraag, en alleen daarbij")
        if (self.kind == "number") != bool(self.unit):
            raise ValueError("een eenheid (unit) hoort bij een vraag naar een getal, en alleen daarbij")
        if None not in (self.minimum, self.maximum) and self.minimum > self.maximum:  # type: ignore[operator]
            raise ValueError("minimum is meer dan maximum")
        return self

    @model_validator(mode="after")
    def _answers_known(self) -> Self:
        said = {*self.phrases, *self.replies}
        unknown = sorted(value for value in said if not self.fits(self._said_value(value)))
        if unknown:
            raise ValueError(f"phrases of replies noemt een antwoord dat niet kan: {', '.join(unknown)}")
        if self.alone and self.alone not in self.values:
            raise ValueError(f"alone noemt een onbekende optie: {self.alone}")
        return self

    @property
    def values(self) -> tuple[str, ...]:
        """The values of the options."""
        return tuple(option.value for option in self.options)

    def fits(self, value: object) -> bool:
        """Tell whether a rule may compare the answer to this question with a value."""
        if self.kind == "yes-no":
            return isinstance(value, bool)
        if self.kind == "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        return isinstance(value, str) and (not self.options or value in self.values)

    def said(self, phrases: dict[str, tuple[str, ...]]) -> dict[str, bool | float | str]:
        """Return the answer that each phrase stands for."""
        return {phrase: self._said_value(value) for value, each in phrases.items() for phrase in each}

    def _said_value(self, text: str) -> bool | float | str:
        if self.kind == "yes-no":
            return {"ja": True, "nee": False}.get(text, text)
        return int(text) if self.kind == "number" and text.isdecimal() else text

    def question(self) -> Question:
        """Return the question as the doors of a check show it."""
        return Question(
            id=self.id,
            kind=self.kind,
            name=self.name,
            text=self.text,
            help=self.help,
            options=tuple(Option(value=option.value, label=option.label) for option in self.options),
            unit=UNITS[self.unit][1] if self.unit else "",
            minimum=self.minimum,
            maximum=self.maximum,
        )
