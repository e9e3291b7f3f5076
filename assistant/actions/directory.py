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
    listing = LISTINGS.get(item.subject)
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
    route = await handoff.preview_account_manager(
        turn.session, gemeente=turn.memory.gemeente, topic=None, aliases=turn.aliases
    )
    values = {"name": route.name, "place": turn.gemeente_name()}
    return [compose.say(turn, "directory", "account_manager", (choices.person(turn),), **values)]


def _moment_line(turn: Turn, moment: ContactMoment) -> str:
    day = f"{clock.dutch_weekday(moment.weekday)} {moment.starts}-{moment.ends} uur"
    areas = turn.library.areas
    gemeente = areas.name(areas.current(moment.gemeente))
    return f"**{gemeente}**: {day}, {moment.place} ({moment.title})"


# By the subject of the article that it goes with.
LISTINGS: dict[str, Callable[[Turn], Awaitable[list[Reply]]]] = {
    "spreekuur": _walk_in_hours,
    "accountmanager": _account_manager,
}
