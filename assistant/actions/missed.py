"""Noting the questions that were not answered, for the editors."""

from collections.abc import Sequence

from assistant.actions import check_choices
from assistant.actions.memory import Memory
from assistant.actions.turn import Turn
from assistant.schemas import Reply
from knowledge.gaps import service as gaps
from knowledge.gaps.models import Reason
from knowledge.gaps.schemas import Gap
from knowledge.languages import ENGLISH
from knowledge.search.words import DUTCH

TRIAL = "desk-"
"""How the id of a conversation begins in which an editor tries something: nothing of it is noted."""

WRITTEN_IN = {DUTCH, ENGLISH}
"""The languages of the articles; what is asked in another one is no gap that an editor can close."""


async def note(turn: Turn, before: Memory, replies: Sequence[Reply]) -> None:
    """Note the question of this turn once, if it stays without an answer."""
    reason = _reason(turn, before, replies)
    question = _question(turn, reason)
    if reason is None or not question or question == turn.memory.missed:
        return
    if turn.conversation_id.startswith(TRIAL) or turn.language not in WRITTEN_IN:
        return
    if turn.library.moments.private(question):
        return
    turn.memory.missed = question
    known = {"topic": turn.memory.topic, "gemeente": turn.memory.gemeente}
    await gaps.record(turn.session, Gap(question, reason, **known))


def _reason(turn: Turn, before: Memory, replies: Sequence[Reply]) -> Reason | None:
    kinds = {reply.answer.kind for reply in replies if reply.answer}
    if "out-of-scope" in kinds:
        return Reason.OUT_OF_SCOPE
    offered = before.pending == "article" and before.question == turn.memory.question
    if "fallback" in kinds:
        return Reason.NONE_CHOSEN if offered or turn.understanding.intent == "other" else Reason.NOT_FOUND
    return Reason.NONE_CHOSEN if offered and turn.memory.hand_off else None


def _question(turn: Turn, reason: Reason | None) -> str | None:
    """Return what was asked; an aside in a check and what is out of scope are not remembered as questions."""
    if reason is Reason.OUT_OF_SCOPE or check_choices.under_way(turn):
        return None if turn.understanding.chosen else turn.text
    return turn.memory.question
