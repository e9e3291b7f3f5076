"""Who gets a question: the most specific match in the directory, and among equals the one who is there.

A person who lists topics handles only those; no topics means all. A person who lists sectors is the guide
(rode loper) of those sectors, and gets other questions only when the gemeente has nobody else for them.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handoff import repository
from handoff.hours import works_at
from handoff.models import AccountManager
from kit.clock import AMSTERDAM, dutch_date

NOBODY = "een accountmanager"


@dataclass(frozen=True)
class Route:
    """Who gets a question and why, in a Dutch sentence; nobody only when the directory has no desk."""

    account_manager: AccountManager | None
    reason: str

    @property
    def name(self) -> str:
        """The name to show to the entrepreneur."""
        return self.account_manager.name if self.account_manager else NOBODY


@dataclass(frozen=True)
class _Question:
    """What routing knows about a question."""

    gemeente: str | None
    topic: str | None
    sector: str | None
    language: str
    moment: datetime
    aliases: Collection[str]

    def is_about(self, gemeenten: Collection[str]) -> bool:
        """Tell whether it is about one of these gemeenten, also by the slug of one that merged."""
        return not {self.gemeente, *self.aliases}.isdisjoint(gemeenten)


@dataclass(frozen=True)
class _Candidate:
    """Someone who can take the question, and for whom, when that is somebody else."""

    manager: AccountManager
    replaces: AccountManager | None = None


async def route(
    session: AsyncSession,
    *,
    gemeente: str | None,
    topic: str | None,
    sector: str | None = None,
    language: str = "nl",
    moment: datetime,
    aliases: Collection[str] = (),
) -> Route:
    """Choose the account manager for a question that is asked at the given moment.

    The aliases are other slugs of the same gemeente: those of gemeenten that became part of it.
    """
    managers = await repository.all_managers(session)
    loads = await repository.open_loads(session)
    question = _Question(gemeente, topic, sector, language, moment, aliases)
    for level, reason in _levels(question, managers):
        candidates = _available(level, managers, moment)
        if candidates:
            best = min(candidates, key=lambda one: _preference(one.manager, question, loads))
            return Route(best.manager, _explain(best, reason, question))
    return _last_resort(managers, loads, question)


def _levels(
    question: _Question, managers: dict[str, AccountManager]
) -> Iterator[tuple[list[AccountManager], str]]:
    """Give the groups of equals, the most specific first, each with its reason."""
    ranked = [(_rank(manager, question), manager) for manager in managers.values() if manager.active]
    for rank, reason in enumerate(_REASONS):
        group = [manager for other, manager in ranked if other == rank]
        if group:
            yield group, reason


_REASONS = (
    "{name} helpt ondernemers in {gemeente} met het onderwerp {topic} in de sector {sector}.",
    "{name} helpt ondernemers in {gemeente} in de sector {sector}.",
    "{name} helpt ondernemers in {gemeente} met het onderwerp {topic}.",
    "{name} is accountmanager voor {gemeente}.",
    "{name} helpt ondernemers in {gemeente} met het onderwerp {topic}.",
    "{name} is accountmanager voor {gemeente}.",
    "{name} neemt vragen aan waarvoor geen accountmanager van een gemeente is gevonden.",
)
_DESK = len(_REASONS) - 1


def _rank(manager: AccountManager, question: _Question) -> int | None:
    """Return how specific the match is, 0 is the best; None when the person does not handle the question."""
    if manager.region_desk:
        return _DESK
    topic_listed = question.topic in manager.topics
    if not question.is_about(manager.gemeenten) or (manager.topics and not topic_listed):
        return None
    if question.sector in manager.sectors:
        return 0 if topic_listed else 1
    if not manager.sectors:
        return 2 if topic_listed else 3
    return 4 if topic_listed else 5


def _available(
    level: list[AccountManager], managers: dict[str, AccountManager], moment: datetime
) -> list[_Candidate]:
    """Replace those who are away by who stands in for them; leave out those for whom nobody does."""
    today = moment.astimezone(AMSTERDAM).date()
    there = {one.id: _Candidate(one) for one in level if not one.absent_on(today)}
    for away in level:
        stand_in = managers.get(away.replacement_id or "")
        if away.id not in there and stand_in and stand_in.active and not stand_in.absent_on(today):
            there.setdefault(stand_in.id, _Candidate(stand_in, replaces=away))
    return list(there.values())


def _preference(
    manager: AccountManager, question: _Question, loads: dict[str, int]
) -> tuple[bool, bool, int, str]:
    """Order equals: speaks the language, is at work now, has the fewest open tickets, then by id."""
    return (
        question.language not in manager.languages,
        not works_at(manager, question.moment),
        loads.get(manager.id, 0),
        manager.id,
    )


def _explain(candidate: _Candidate, reason: str, question: _Question) -> str:
    """Say why this person gets the question."""
    away = candidate.replaces
    why = reason.format(
        name=(away or candidate.manager).name,
        gemeente=_title(question.gemeente),
        topic=question.topic,
        sector=question.sector,
    )
    if away is None:
        return why
    until = f" tot en met {dutch_date(away.absent_until)}" if away.absent_until else ""
    return f"{why} {away.name} is{until} afwezig. {candidate.manager.name} vervangt."


def _last_resort(managers: dict[str, AccountManager], loads: dict[str, int], question: _Question) -> Route:
    """When everyone is away the desk keeps the question: somebody must own it."""
    desks = [manager for manager in managers.values() if manager.active and manager.region_desk]
    if not desks:
        return Route(
            None, "Er is geen accountmanager gevonden. De vraag staat in de lijst zonder behandelaar."
        )
    desk = min(desks, key=lambda one: _preference(one, question, loads))
    return Route(
        desk, f"Iedereen die deze vraag kan behandelen is afwezig. {desk.name} pakt de vraag later op."
    )


def _title(gemeente: str | None) -> str:
    """Write a slug as a name: gooise-meren becomes Gooise Meren."""
    return (gemeente or "").replace("-", " ").title()
