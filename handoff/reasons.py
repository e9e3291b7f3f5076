"""Why somebody got a question, in Dutch sentences for whoever reads the ticket."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from handoff.enquirer import Earlier
from handoff.models import AccountManager
from kit.clock import AMSTERDAM, dutch_date

# From the most specific match to the least; the last is the regional desk.
REASONS = (
    "{name} helpt ondernemers in {gemeente} met het onderwerp {topic} in de sector {sector}.",
    "{name} helpt ondernemers in {gemeente} in de sector {sector}.",
    "{name} helpt ondernemers in {gemeente} met het onderwerp {topic}.",
    "{name} is accountmanager voor {gemeente}.",
    "{name} helpt ondernemers in {gemeente} met het onderwerp {topic}.",
    "{name} is accountmanager voor {gemeente}.",
    "{name} neemt vragen aan waarvoor geen accountmanager van een gemeente is gevonden.",
)
_THERE = ("is nu aanwezig", "werkt nu", "is even weg", "werkt nu niet")


@dataclass(frozen=True)
class Question:
    """What routing knows about a question."""

    gemeente: str | None
    topic: str | None
    sector: str | None
    language: str
    aliases: Collection[str]

    def is_about(self, gemeenten: Collection[str]) -> bool:
        """Tell whether it is about one of these gemeenten, also by the slug of one that merged."""
        return not {self.gemeente, *self.aliases}.isdisjoint(gemeenten)


@dataclass(frozen=True)
class Candidate:
    """Someone who can take the question, and for whom, when that is somebody else."""

    manager: AccountManager
    replaces: AccountManager | None = None


@dataclass(frozen=True)
class Standing:
    """How well somebody can take a question now; `there` counts from 0, at the desk, to 3, not at work."""

    speaks: bool
    there: int
    load: int
    id: str

    @property
    def order(self) -> tuple[bool, int, int, str]:
        """What equals are compared by, the first is the best."""
        return (not self.speaks, self.there, self.load, self.id)

    @property
    def sentence_end(self) -> str:
        """Say in the middle of a sentence whether somebody is there and how much they have to do."""
        questions = {0: "geen open vragen", 1: "1 open vraag"}.get(self.load, f"{self.load} open vragen")
        return f"{_THERE[self.there]} en heeft {questions}"


def fits(candidate: Candidate, reason: str, question: Question, moment: datetime) -> str:
    """Say why this person fits, and for whom they stand in."""
    away = candidate.replaces
    why = reason.format(
        name=(away or candidate.manager).name,
        gemeente=_title(question.gemeente),
        topic=question.topic,
        sector=question.sector,
    )
    return f"{why} {_stands_in(candidate.manager, away, moment)}" if away else why


def _stands_in(manager: AccountManager, away: AccountManager, moment: datetime) -> str:
    absence = away.absence_on(moment.astimezone(AMSTERDAM).date())
    until = f" tot en met {dutch_date(absence.last_day)}" if absence and absence.last_day else ""
    return f"{away.name} is{until} afwezig. {manager.name} vervangt."


def because(manager: AccountManager, standings: Sequence[Standing]) -> str:
    """Say how the chosen one, whose standing comes first, stands, and what made the difference."""
    best, *others = standings
    told = f"{manager.name} {best.sentence_end}."
    if not others:
        return told
    return f"{told} Er passen {len(standings)} mensen bij deze vraag: {_difference(best, others[0])}."


def _difference(best: Standing, next_best: Standing) -> str:
    if best.speaks != next_best.speaks:
        return "de taal van de ondernemer gaf de doorslag"
    if best.there != next_best.there:
        return "wie er nu is, gaat voor"
    if best.load != next_best.load:
        return "wie de minste open vragen heeft, gaat voor"
    return "zij zijn even geschikt, de eerste op de lijst kreeg de vraag"


def came_back(earlier: Earlier, standing: Standing) -> str:
    """Say that the entrepreneur talked to this person before."""
    day = dutch_date(earlier.opened_at.astimezone(AMSTERDAM).date())
    name = earlier.manager.name
    return (
        f"De ondernemer had op {day} al contact met {name} (vraag {earlier.reference}). "
        f"{name} {standing.sentence_end}."
    )


def all_away(desk: AccountManager) -> str:
    """Say that the desk keeps the question."""
    return f"Iedereen die deze vraag kan behandelen is afwezig. {desk.name} pakt de vraag later op."


def _title(gemeente: str | None) -> str:
    """Write a slug as a name: gooise-meren becomes Gooise Meren."""
    return (gemeente or "").replace("-", " ").title()
