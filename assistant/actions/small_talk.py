"""The small talk of a front door: greeting, thanks, goodbye, help, who are you, scolding."""

from assistant.actions import check_choices, choices, compose
from assistant.actions.turn import Turn
from assistant.schemas import Reply
from knowledge.search.words import DUTCH

WITH_TOPICS = {"greet", "help"}
WITH_PERSON = {"ask_identity", "abusive"}


async def small_talk(turn: Turn) -> list[Reply]:
    """Answer an act of courtesy with the editors' sentence for it."""
    act = turn.understanding.intent
    # A later yes is no answer to what was asked before this.
    turn.memory.pending = "hand-off" if act == "abusive" else None
    offered = choices.topics(turn) if act in WITH_TOPICS else ()
    if act == "help" and turn.language == DUTCH:
        offered = (check_choices.any_check(turn), *offered)
    if act in WITH_PERSON and not turn.memory.hand_off:
        offered = (choices.person(turn),)
    text = turn.say(act, region=turn.library.areas.region_name)
    return [compose.reply(turn, "small-talk", text, offered, topic=None)]
