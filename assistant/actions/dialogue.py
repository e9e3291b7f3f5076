"""Where a turn comes in, understood by Rasa or chosen by a button, and goes to the action that answers it."""

from collections.abc import Awaitable, Callable

from assistant.actions import (
    answer,
    check,
    check_choices,
    context,
    gemeente,
    hand_off,
    missed,
    moments,
    privacy,
    small_talk,
    source,
    steer,
)
from assistant.actions.check_turn import check_turn
from assistant.actions.memory import load_memory, save_memory
from assistant.actions.spoken import looks_like_question
from assistant.actions.turn import FALLBACK, OUT_OF_SCOPE, Parts, Services, Turn, Understanding
from assistant.schemas import Reply
from knowledge.search.words import DUTCH

Handler = Callable[[Turn], Awaitable[list[Reply]]]

# The names that Rasa's rules call: assistant/rasa/rules/.
ACTIONS: dict[str, Handler] = {
    "action_answer": answer.answer,
    "action_small_talk": small_talk.small_talk,
    "action_steer": steer.steer,
    "action_set_gemeente": gemeente.set_gemeente,
    "action_hand_off": hand_off.hand_off,
    "action_start_check": check.start_check,
    "action_show_source": source.show_source,
    "action_delete_data": privacy.delete_data,
    "action_out_of_scope": answer.answer,
    "action_fallback": answer.answer,
}

# Acts that say nothing of their own when they carry a place: "nee, Laren", "ja in Huizen".
PLACE_CARRIERS = {"affirm", "deny", "dont_know", "greet"}
# Not understood, but with hardly a word beside the place ("en in Huizen?") it was about the place; what is
# surely not for this desk ("bibliotheek Huizen") asks for something.
UNCLEAR = {FALLBACK, OUT_OF_SCOPE}
MOST_WORDS_BESIDE = 3


async def take_turn(
    services: Services,
    conversation_id: str,
    text: str,
    understanding: Understanding,
    handler: Handler,
    parts: Parts | None = None,
) -> list[Reply]:
    """Answer one turn in one transaction: memory in, replies and memory out."""
    async with services.database.transaction() as session:
        memory = await load_memory(session, conversation_id)
        turn = Turn(conversation_id, text, understanding, memory, services, session, parts or {})
        before = memory.model_copy()
        replies = in_language(turn, await _speak(turn, handler))
        if not turn.failed:
            turn.memory.failures = 0  # something was answered, so a next failure is the first again
        await missed.note(turn, before, replies)
        await save_memory(session, conversation_id, turn.memory)
    return replies


def in_language(turn: Turn, replies: list[Reply]) -> list[Reply]:
    """Tell of every reply in which language it is, unless all is Dutch."""
    return [_marked(reply, turn.language) for reply in replies]


def _marked(reply: Reply, language: str) -> Reply:
    own = reply.answer and reply.answer.language
    if reply.answer is None or {own or DUTCH, language} == {DUTCH}:
        return reply
    return reply.model_copy(update={"answer": reply.answer.model_copy(update={"language": own or language})})


async def _speak(turn: Turn, handler: Handler) -> list[Reply]:
    moment = moments.heard_in(turn)
    if moment and moment.manner == "alone":
        return await moments.meet(turn, moment)
    told = moments.beside(turn)
    return [*told, *await (moments.meet(turn, moment) if moment else _answer(turn, handler))]


async def _answer(turn: Turn, handler: Handler) -> list[Reply]:
    if turn.memory.hand_off:
        return await _hand_off_turn(turn, handler)
    if check_choices.under_way(turn):
        return await check_turn(turn, handler)
    place = turn.named_place()
    if place and _only_says_where(turn):
        return await gemeente.use_gemeente(turn, place)
    return [*_noted(turn, place, handler), *await _in_context(turn, handler)]


async def _in_context(turn: Turn, handler: Handler) -> list[Reply]:
    """Answer what only means something after the last question together with it."""
    put_right = context.correction(turn)
    if put_right:
        return await context.correct(turn, put_right)
    if context.goes_on(turn):
        return await context.go_on(turn) or await handler(turn)
    return await handler(turn)


def _noted(turn: Turn, place: str | None, handler: Handler) -> list[Reply]:
    """Remember a place that was named along the way."""
    if place and handler is not gemeente.set_gemeente and not _elsewhere(turn, place):
        return gemeente.remember(turn, place)
    return []


def _elsewhere(turn: Turn, place: str) -> bool:
    """A train to Amsterdam tells nothing about where somebody has a business."""
    return turn.understanding.intent == OUT_OF_SCOPE and not turn.library.areas.in_region(place)


def _only_says_where(turn: Turn) -> bool:
    """Tell whether a turn that names a place asks nothing besides."""
    if turn.understanding.intent in UNCLEAR:
        if turn.understanding.intent == OUT_OF_SCOPE and turn.understanding.sure:
            return False
        beside = turn.library.areas.without_places(turn.text).split()
        return len(beside) <= MOST_WORDS_BESIDE
    return turn.understanding.intent in PLACE_CARRIERS


async def _hand_off_turn(turn: Turn, handler: Handler) -> list[Reply]:
    """While a hand-off is filled in, a turn is an answer to it unless it clearly is something else."""
    understanding = turn.understanding
    if turn.memory.pending == "delete":
        return await _delete_or_go_on(turn)
    if understanding.chosen and understanding.intent not in STEERING:
        return await _chosen_in_between(turn, handler)
    if not understanding.chosen and hand_off.is_answer(turn):
        return await hand_off.fill(turn)
    if understanding.intent in STEERING and understanding.sure:
        return await STEERING[understanding.intent](turn)
    if understanding.sure and _asks_for_person(turn):
        return [await hand_off.ask(turn)]
    if understanding.sure and (understanding.intent == "abusive" or _asks_in_between(turn)):
        return [*await handler(turn), await hand_off.ask(turn)]
    return await hand_off.fill(turn)


async def _chosen_in_between(turn: Turn, handler: Handler) -> list[Reply]:
    """A button of this step does its work; an older one is answered first, then the question comes again."""
    intent = turn.understanding.intent
    if intent in OFFERED.get(hand_off.draft_of(turn).step, ()):
        return await hand_off.fill(turn)
    if intent in HAND_OFF_VERBS:
        return await handler(turn)
    if intent in OUT_OF_PLACE:
        return [await hand_off.ask(turn)]
    return [*await handler(turn), await hand_off.ask(turn)]


async def _delete_or_go_on(turn: Turn) -> list[Reply]:
    """Only a yes deletes; anything else leaves the hand-off where it was."""
    replies = await steer.ACTS["affirm" if turn.understanding.intent == "affirm" else "deny"](turn)
    return [*replies, await hand_off.ask(turn)] if turn.memory.hand_off else replies


# What these say holds at every step of a hand-off.
STEERING: dict[str, Handler] = {
    "stop": hand_off.stop,
    "start_over": steer.restart,
    "go_back": hand_off.back,
    "delete": privacy.delete_data,
    "delete_data": privacy.delete_data,
    "language_asked": hand_off.ask_again,
}
# The yes and no that a step offers; elsewhere they belong to an older question.
OFFERED = {"question": {"affirm"}, "consent": {"affirm", "deny"}, "summary": {"affirm"}}
HAND_OFF_VERBS = {"change", "gemeente", "no-gemeente", "language"}
OUT_OF_PLACE = {"affirm", "deny", "hand-off"} | (check_choices.VERBS - {"check-all"})

ASIDES = {"help", "ask_identity", "ask_source"}


def _asks_for_person(turn: Turn) -> bool:
    """Whoever asks for a person is already on the way to one; where the question is asked, it is that."""
    return turn.understanding.intent == "ask_person" and hand_off.draft_of(turn).step != "question"


def _asks_in_between(turn: Turn) -> bool:
    """A question about Voordeur or a topic, typed where a name, a contact or a yes was asked."""
    if hand_off.draft_of(turn).step == "question" or not looks_like_question(turn.text, turn.language):
        return False
    return turn.understanding.intent in ASIDES or turn.understanding.topic is not None
