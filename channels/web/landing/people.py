"""Who is there to help, and when one can walk in: as the front pages show it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from handoff import repository as directory
from handoff.contact import written_phone
from handoff.models import AccountManager, ContactMoment
from handoff.service import contact_moments
from kit import clock
from knowledge.areas import Areas
from knowledge.topics import TOPICS


@dataclass(frozen=True)
class Person:
    """An account manager: no address or number of a person stands on a page that anybody reads."""

    name: str
    role: str
    gemeenten: str
    example: bool


@dataclass(frozen=True)
class Desk:
    """A desk to call or write to."""

    name: str
    email: str
    phone: str | None
    example: bool

    @property
    def written_phone(self) -> str:
        """The number as people read it."""
        return written_phone(self.phone or "")


@dataclass(frozen=True)
class WalkIn:
    """A weekly walk-in hour."""

    gemeente: str
    title: str
    weekday: str
    starts: str
    ends: str
    place: str
    appointment_needed: bool
    example: bool


@dataclass(frozen=True)
class Help:
    """Everybody who helps in a gemeente, or in the region."""

    people: list[Person]
    desks: list[Desk]
    walk_in: list[WalkIn]

    @property
    def examples(self) -> bool:
        """Whether some of it is sample data, to be told above the list."""
        return any(
            (
                *(each.example for each in self.people),
                *(each.example for each in self.desks),
                *(each.example for each in self.walk_in),
            )
        )


async def helpers(session: AsyncSession, areas: Areas, gemeente: str | None) -> Help:
    """Return who helps in a gemeente; without one, in the region."""
    aliases = areas.aliases(gemeente) if gemeente else areas.aliases(*areas.region_gemeenten)
    managers = [each for each in (await directory.all_managers(session)).values() if each.active]
    moments = await contact_moments(session, gemeente, aliases if gemeente else ())
    here = [each for each in moments if areas.in_region(each.gemeente)]
    return Help(
        people=[_person(each, areas) for each in _of(managers, aliases)],
        desks=[
            Desk(each.name, each.email, each.phone, each.example) for each in managers if each.region_desk
        ],
        walk_in=[_walk_in(each, areas) for each in here],
    )


def _of(managers: Sequence[AccountManager], gemeenten: Collection[str]) -> list[AccountManager]:
    """Return those of the gemeenten, who does everything before who has topics or sectors."""
    found = [each for each in managers if not each.region_desk and set(each.gemeenten) & set(gemeenten)]
    return sorted(found, key=lambda each: (bool(each.sectors), bool(each.topics), each.name))


def _person(manager: AccountManager, areas: Areas) -> Person:
    names = dict.fromkeys(areas.name(areas.current(each)) for each in manager.gemeenten)
    return Person(manager.name, _role(manager), _listed(list(names)), manager.example)


def _role(manager: AccountManager) -> str:
    if manager.sectors:
        return f"Accountmanager voor {_listed(manager.sectors)}"
    if manager.topics:
        titles = [TOPICS[each].title.lower() for each in manager.topics if each in TOPICS]
        return f"Accountmanager voor {_listed(titles)}"
    return "Accountmanager voor alle ondernemers"


def _walk_in(moment: ContactMoment, areas: Areas) -> WalkIn:
    return WalkIn(
        areas.name(areas.current(moment.gemeente)),
        moment.title,
        clock.dutch_weekday(moment.weekday),
        moment.starts,
        moment.ends,
        moment.place,
        moment.appointment_needed,
        moment.example,
    )


def _listed(names: Sequence[str]) -> str:
    """Write names as Dutch readers do: a, b en c."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} en {names[-1]}"
