"""What a turn means while a check waits for an answer: an answer, unless it clearly is something else."""

from collections.abc import Awaitable, Callable

from assistant.actions import check, check_choices, choices, compose, privacy, steer
from assistant.actions.spoken import looks_like_question
from assistant.actions.turn import SURE_ACT, Turn
from assistant.schemas import Reply
from knowledge.checks.schemas import UNKNOWN, Value
from knowledge.search.index import Verdict

type Handler = Callable[[Turn], Awaitable[list[Reply]]]

SURE_OVER_ANSWER = 0.8
"""How sure the model must be to steer away from a text that also answers the question."""
MOST_OFFERED = 2

# What these say holds at every question.
STEERING: dict[str, Handler] = {
    "stop": check.stop,
    "start_over": check.again,
    "go_back": check.back,
    "ask_person": check.person,
    "hand-off": check.person,
    "delete": privacy.delete_data,
    "delete_data": privacy.delete_data,
}
# Buttons of an older question; the question of the check comes again.
OUT_OF_PLACE = {"affirm", "deny", "change", "no-gemeente"}
ASIDES = {"help", "ask_identity", "ask_source", "greet", "thank", "bye", "abusive"}
# The plain answers as the model understands them, for wordings that the check cannot read.
PLAIN: dict[str, Value] = {"affirm": True, "deny": False, "dont_know": UNKNOWN}


async def check_turn(turn: Turn, handler: Handler) -> list[Reply]:
    """Answer a turn while a check is being filled in."""
    if turn.library.checks.get(check.draft_of(turn).check) is None:
        turn.memory.check = None  # an editor took this check away
        return await handler(turn)
    if turn.memory.pending == "delete":
        return await _delete_or_go_on(turn)
    turn.memory.pending = None  # a button under an answer in between is no question of the check
    return await (_chosen(turn, handler) if turn.understanding.chosen else _typed(turn, handler))


async def _delete_or_go_on(turn: Turn) -> list[Reply]:
    """Only a yes deletes; anything else leaves the check where it was."""
    replies = await steer.ACTS["affirm" if turn.understanding.intent == "affirm" else "deny"](turn)
    return [*replies, check.ask(turn)] if turn.memory.check else replies


async def _chosen(turn: Turn, handler: Handler) -> list[Reply]:
    intent, _, subject = turn.understanding.intent, *turn.text.partition(":")[1:]
    if intent in STEERING:
        return await STEERING[intent](turn)
    if intent in check_choices.VERBS:
        return await handler(turn)
    if intent in OUT_OF_PLACE:
        return [check.ask(turn)]
    if intent == "gemeente" and turn.library.areas.is_gemeente(subject):
        return await check.take_text(turn, {check.GEMEENTE: subject})
    return await _in_between(turn, handler)


async def _typed(turn: Turn, handler: Handler) -> list[Reply]:
    understanding, draft = turn.understanding, check.draft_of(turn)
    found = check.check_of(turn).read(turn.text, draft.asked)
    if understanding.intent in STEERING and understanding.confidence >= _bar(found):
        return await STEERING[understanding.intent](turn)
    if looks_like_question(turn.text) and draft.asked not in found:
        return [*await _aside(turn), check.ask(turn)]
    if not found and understanding.sure:
        if understanding.intent in ASIDES:
            return await _in_between(turn, handler)
        found = check.plain_answer(turn, PLAIN.get(understanding.intent))
    return await check.take_text(turn, found)


def _bar(found: dict[str, Value]) -> float:
    return SURE_OVER_ANSWER if found else SURE_ACT


async def _in_between(turn: Turn, handler: Handler) -> list[Reply]:
    """Let something else be said first; then the question comes again."""
    replies = await handler(turn)
    if turn.memory.hand_off or not check_choices.under_way(turn):
        return replies
    return [*replies, check.ask(turn)]


async def _aside(turn: Turn) -> list[Reply]:
    """Answer a question that was asked in return from the knowledge store."""
    topic, prior = turn.understanding.topic, turn.understanding.prior
    result = turn.library.index.search(turn.text, prior=prior, gemeente=turn.memory.gemeente)
    if result.verdict is Verdict.SURE:
        return [compose.article(turn, result.hits[0].article, result.confidence)]
    if result.verdict is Verdict.BETWEEN:
        offered = choices.articles(turn, (hit.article for hit in result.hits[:MOST_OFFERED]))
        return [compose.say(turn, "clarification", "clarify", offered)]
    name = await turn.person(topic)
    return [compose.say(turn, "fallback", "check_aside_unknown", (choices.person(turn),), name=name)]
