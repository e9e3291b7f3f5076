"""The small talk of a front door: greeting, thanks, goodbye, help, who are you, scolding."""

from assistant.actions import choices, compose
from assistant.actions.turn import Turn
from assistant.schemas import Reply

WITH_TOPICS = {"greet", "help"}
WITH_PERSON = {"ask_identity", "abusive"}


async def small_talk(turn: Turn) -> list[Reply]:
    """Answer an act of courtesy with the editors' sentence for it."""
    act = turn.understanding.intent
    offered = choices.topics(turn) if act in WITH_TOPICS else ()
    if act in WITH_PERSON:
        offered = (choices.person(turn),)
    text = turn.say(act, region=turn.library.areas.region_name)
    return [compose.reply(turn, "small-talk", text, offered, topic=None)]


async def out_of_scope(turn: Turn) -> list[Reply]:
    """Say kindly that this desk is for entrepreneurs; no ticket unless asked for."""
    text = turn.say("out_of_scope", region=turn.library.areas.region_name)
    return [compose.reply(turn, "out-of-scope", text, choices.topics(turn), topic=None)]
