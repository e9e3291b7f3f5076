"""What stands in the directory and not in an article: walk-in hours and who the account managers are."""

from collections.abc import Awaitable, Callable

from assistant.actions import choices, compose
from assistant.actions.turn import Turn
from assistant.schemas import Reply
from handoff import service as handoff
from handoff.models import ContactMoment
from kit import clock
from knowledge.models import Article

MOST_LINES = 8


async def beside(turn: Turn, item: Article) -> list[Reply]:
    """Return the list that belongs with an article, when it is about one."""
    original = turn.library.articles.get(item.translation_of or "", item)
    listing = LISTINGS.get(original.subject)
    return await listing(turn) if listing else []


async def _walk_in_hours(turn: Turn) -> list[Reply]:
    moments = await handoff.contact_moments(turn.session, turn.memory.gemeente, turn.aliases)
    if not moments:
        return [
            compose.say(
                turn, "directory", "no_walk_in_hours", (choices.person(turn),), place=turn.gemeente_name()
            )
        ]
    lines = "\n".join(f"- {_moment_line(turn, moment)}" for moment in moments[:MOST_LINES])
    return [compose.say(turn, "directory", "walk_in_hours", (choices.person(turn),), lines=lines)]


async def _account_manager(turn: Turn) -> list[Reply]:
    values = {"name": await turn.person(None), "place": turn.gemeente_name()}
    return [compose.say(turn, "directory", "account_manager", (choices.person(turn),), **values)]


def _moment_line(turn: Turn, moment: ContactMoment) -> str:
    areas = turn.library.areas
    return turn.say(
        "walk_in_hour",
        gemeente=areas.name(areas.current(moment.gemeente)),
        weekday=clock.weekday(moment.weekday, turn.language),
        starts=moment.starts,
        ends=moment.ends,
        place=moment.place,
        title=moment.title,
    )


# By the subject of the article that it goes with.
LISTINGS: dict[str, Callable[[Turn], Awaitable[list[Reply]]]] = {
    "spreekuur": _walk_in_hours,
    "accountmanager": _account_manager,
}
