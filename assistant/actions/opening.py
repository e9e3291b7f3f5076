"""The first message of a conversation."""

from assistant.actions import choices, compose, foreign
from assistant.actions.turn import Turn
from assistant.schemas import Reply
from knowledge.languages import ENGLISH
from knowledge.search.words import DUTCH


async def welcome(turn: Turn) -> list[Reply]:
    """Say that this is a computer, what it can do, and how to reach a person."""
    if turn.language not in {DUTCH, ENGLISH}:
        return await foreign.say_language(turn)
    text = turn.say("welcome", region=turn.library.areas.region_name)
    return [compose.reply(turn, "small-talk", text, choices.topics(turn))]
