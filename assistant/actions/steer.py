"""Yes, no, back, stop, start over: what they mean depends on what was asked last."""

from collections.abc import Awaitable, Callable

from assistant.actions import choices, compose, hand_off, privacy
from assistant.actions.answer import answer_question, answer_second, not_known, take_offered
from assistant.actions.gemeente import without_gemeente
from assistant.actions.memory import Memory
from assistant.actions.turn import Turn
from assistant.schemas import Reply


async def steer(turn: Turn) -> list[Reply]:
    """Do what a yes, no, back, stop or restart asks for now."""
    return await ACTS[turn.understanding.intent](turn)


async def _yes(turn: Turn) -> list[Reply]:
    if turn.memory.pending == "hand-off":
        return await hand_off.hand_off(turn)
    if turn.memory.pending == "delete":
        return await privacy.delete_now(turn)
    if turn.memory.pending == "need":
        return await answer_second(turn, turn.memory.second_topic or "")
    if turn.memory.pending == "article":
        return await take_offered(turn)
    if turn.memory.pending == "gemeente":
        return [compose.say(turn, "clarification", "ask_gemeente", choices.gemeenten(turn))]
    return [compose.say(turn, "small-talk", "yes_to_what", choices.topics(turn))]


async def _no(turn: Turn) -> list[Reply]:
    pending, turn.memory.pending = turn.memory.pending, None
    if pending == "gemeente":
        return await without_gemeente(turn)
    if pending == "delete":
        return [compose.say(turn, "notice", "delete_kept")]
    if pending == "article":
        return [await not_known(turn)]
    return [compose.say(turn, "small-talk", "no_then", choices.topics(turn))]


async def _dont_know(turn: Turn) -> list[Reply]:
    if turn.memory.pending == "gemeente":
        return await without_gemeente(turn)
    return [compose.say(turn, "small-talk", "dont_know", choices.topics(turn))]


async def _back(turn: Turn) -> list[Reply]:
    pending, turn.memory.pending = turn.memory.pending, None
    if pending == "article":  # asking again would only offer the same choices
        return [compose.say(turn, "small-talk", "back_from_choice", choices.topics(turn))]
    turn.memory.clarified = []
    if turn.memory.question:
        return await answer_question(turn, turn.memory.topic)
    return [compose.say(turn, "small-talk", "nothing_before", choices.topics(turn))]


async def _stop(turn: Turn) -> list[Reply]:
    turn.memory.pending = None
    return [compose.say(turn, "small-talk", "stopped", choices.topics(turn))]


async def restart(turn: Turn) -> list[Reply]:
    """Forget what was talked about and start over; the gemeente too."""
    turn.memory = Memory(language=turn.language)
    return [compose.say(turn, "small-talk", "restarted", choices.topics(turn))]


ACTS: dict[str, Callable[[Turn], Awaitable[list[Reply]]]] = {
    "affirm": _yes,
    "deny": _no,
    "dont_know": _dont_know,
    "go_back": _back,
    "stop": _stop,
    "start_over": restart,
}
