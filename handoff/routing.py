"""Who gets a question: the most specific match in the directory, and among equals the one who is there.

A person who lists topics handles only those; no topics means all. A person who lists sectors is the guide
(rode loper) of those sectors, and gets other questions only when the gemeente has nobody else for them.
Whoever comes back gets the account manager of before. Why somebody was chosen is said by ``handoff.reasons``.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handoff import repository
from handoff.closed_days import all_closed_days, closed_dates_of
from handoff.enquirer import Earlier, Enquirer, earlier_contacts
from handoff.hours import works_at
from handoff.models import AccountManager, ClosedDay
from handoff.presence import Presence
from handoff.reasons import REASONS, Candidate, Question, Standing, all_away, because, came_back, fits
from handoff.tickets.standing_in import stand_in
from kit.clock import AMSTERDAM

NOBODY = "een accountmanager"
_DESK = len(REASONS) - 1
_UNKNOWN = Enquirer()


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
class _Office:
    """The directory as it is at the moment of the question."""

    managers: dict[str, AccountManager]
    loads: dict[str, int]
    closed: Sequence[ClosedDay]
    moment: datetime

    def standing(self, manager: AccountManager, language: str) -> Standing:
        """Tell how well somebody can take a question now, compared with equals."""
        return Standing(
            language in manager.languages, self._there(manager), self.loads.get(manager.id, 0), manager.id
        )

    def _there(self, manager: AccountManager) -> int:
        """Return 0 for who is at the desk, 1 for who works now, 2 for back soon, 3 for who is not there."""
        presence = manager.presence_on(self.moment)
        if presence is Presence.PRESENT:
            return 0
        works = works_at(manager, self.moment, closed_dates_of(manager, self.closed))
        if not works or presence is Presence.ABSENT:
            return 3
        return 2 if presence is Presence.SHORTLY_AWAY else 1

    def available(self, level: Sequence[AccountManager]) -> list[Candidate]:
        """Replace those who are away by who stands in for them; leave out those for whom nobody does."""
        today = self.moment.astimezone(AMSTERDAM).date()
        there = {one.id: Candidate(one) for one in level if not one.absent_on(today)}
        for away in level:
            other = None if away.id in there else stand_in(self.managers, away, today)
            if other:
                there.setdefault(other.id, Candidate(other, replaces=away))
        return list(there.values())


async def route(
    session: AsyncSession,
    *,
    gemeente: str | None,
    topic: str | None,
    sector: str | None = None,
    language: str = "nl",
    moment: datetime,
    aliases: Collection[str] = (),
    enquirer: Enquirer = _UNKNOWN,
) -> Route:
    """Choose the account manager for a question that is asked at the given moment.

    The aliases are other slugs of the same gemeente: those of gemeenten that became part of it.
    """
    managers, loads = await repository.all_managers(session), await repository.open_loads(session)
    office = _Office(managers, loads, await all_closed_days(session), moment)
    question = Question(gemeente, topic, sector, language, aliases)
    before = await earlier_contacts(session, enquirer)
    earlier = next((each for each in before if _may_stay(each, question, moment)), None)
    if earlier:
        standing = office.standing(earlier.manager, language)
        return Route(earlier.manager, came_back(earlier, standing))
    for level, reason in _levels(question, managers):
        candidates = office.available(level)
        if candidates:
            return _best(candidates, reason, question, office)
    return _last_resort(question, office)


def _best(candidates: Sequence[Candidate], reason: str, question: Question, office: _Office) -> Route:
    """Choose among equals."""
    ordered = sorted(candidates, key=lambda one: office.standing(one.manager, question.language).order)
    standings = [office.standing(one.manager, question.language) for one in ordered]
    why = f"{fits(ordered[0], reason, question, office.moment)} {because(ordered[0].manager, standings)}"
    return Route(ordered[0].manager, why)


def _may_stay(earlier: Earlier, question: Question, moment: datetime) -> bool:
    """Tell whether the account manager of before can take this question too: there, and for this gemeente.

    The regional desk keeps nobody: what it once had may have an account manager now.
    """
    manager, today = earlier.manager, moment.astimezone(AMSTERDAM).date()
    if not manager.active or manager.absent_on(today) or manager.region_desk:
        return False
    return question.gemeente is None or question.is_about(manager.gemeenten)


def _levels(
    question: Question, managers: dict[str, AccountManager]
) -> Iterator[tuple[list[AccountManager], str]]:
    """Give the groups of equals, the most specific first, each with its reason."""
    ranked = [(_rank(manager, question), manager) for manager in managers.values() if manager.active]
    for rank, reason in enumerate(REASONS):
        group = [manager for other, manager in ranked if other == rank]
        if group:
            yield group, reason


def _rank(manager: AccountManager, question: Question) -> int | None:
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


def _last_resort(question: Question, office: _Office) -> Route:
    """When everyone is away the desk keeps the question: somebody must own it."""
    desks = [manager for manager in office.managers.values() if manager.active and manager.region_desk]
    if not desks:
        return Route(
            None, "Er is geen accountmanager gevonden. De vraag staat in de lijst zonder behandelaar."
        )
    desk = min(desks, key=lambda one: office.standing(one, question.language).order)
    return Route(desk, all_away(desk))
