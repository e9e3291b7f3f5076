"""The small talk of a front door: greeting, thanks, goodbye, help, who are you, scolding."""

from assistant.actions import check_choices, choices, compose
from assistant.actions.answer import answer_question
from assistant.actions.turn import Turn
from assistant.schemas import Reply
from knowledge.search.index import Verdict
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


async def out_of_scope(turn: Turn) -> list[Reply]:
    """Say kindly that this desk is for entrepreneurs, and which door is; no ticket unless asked for.

    The knowledge store has the last word: what it surely answers was a question for this desk after all. Only
    where the model doubts and no other door fits, a choice is offered.
    """
    door = turn.door(turn.text)
    if door and turn.understanding.sure:
        return [compose.out_of_scope(turn, door)]
    result = turn.index.search(turn.text, gemeente=turn.memory.gemeente)
    doubtful = not turn.understanding.sure and not door and result.verdict is Verdict.BETWEEN
    if result.verdict is Verdict.SURE or doubtful:
        turn.memory.question = turn.text
        return await answer_question(turn, None)
    return [compose.out_of_scope(turn, door)]
