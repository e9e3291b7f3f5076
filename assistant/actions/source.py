"""Where does that come from, and tell me more."""

from assistant.actions import choices, compose
from assistant.actions.answer import not_known, show
from assistant.actions.turn import Turn
from assistant.schemas import Reply


async def show_source(turn: Turn) -> list[Reply]:
    """Name the sources of the last answer."""
    item = turn.library.articles.get(turn.memory.article_id or "")
    if item is None:
        return [compose.say(turn, "notice", "no_source_yet", choices.topics(turn))]
    return [compose.sources(turn, item)]


async def show_details(turn: Turn, article_id: str) -> list[Reply]:
    """Give the details of an article."""
    item = turn.library.articles.get(article_id)
    return [compose.details(turn, item) if item else await not_known(turn)]


async def show_article(turn: Turn, article_id: str) -> list[Reply]:
    """Give an article that was chosen."""
    item = turn.library.articles.get(article_id)
    turn.memory.alternatives = []
    return await show(turn, item) if item else [await not_known(turn)]
