"""What a button does. A choice is already understood, so it never goes to Rasa."""

from collections.abc import Awaitable, Callable
from typing import cast, get_args

from assistant.actions import (
    answer,
    check,
    check_result,
    choices,
    compose,
    foreign,
    gemeente,
    hand_off,
    privacy,
    source,
    steer,
)
from assistant.actions.dialogue import Handler
from assistant.actions.memory import Step
from assistant.actions.turn import Turn, Understanding
from assistant.schemas import Reply
from knowledge.topics import TOPICS

UNKNOWN = "unknown"  # no act and no verb: a choice that is the name of an act does nothing
# Buttons that stand for an act that can also be typed.
ACTS = {"yes": "affirm", "no": "deny", "back": "go_back", "stop": "stop", "restart": "start_over"}


def understand(choice: str) -> tuple[Understanding, Handler]:
    """Return what a choice means and who handles it; an unknown one is answered with the topics."""
    if choice in ACTS:
        return Understanding(ACTS[choice], chosen=True), steer.steer
    verb, _, subject = choice.partition(":")
    handler = VERBS.get(verb)
    if handler is None:
        return Understanding(UNKNOWN, chosen=True), _unknown
    return Understanding(verb, chosen=True), _about(handler, subject)


def _about(handler: Callable[[Turn, str], Awaitable[list[Reply]]], subject: str) -> Handler:
    async def handle(turn: Turn) -> list[Reply]:
        return await handler(turn, subject)

    return handle


async def _unknown(turn: Turn) -> list[Reply]:
    return [compose.say(turn, "notice", "choice_unknown", choices.topics(turn))]


async def _topic(turn: Turn, subject: str) -> list[Reply]:
    return await answer.show_topic(turn, subject) if subject in TOPICS else await _unknown(turn)


async def _need(turn: Turn, subject: str) -> list[Reply]:
    return await answer.answer_second(turn, subject) if subject in TOPICS else await _unknown(turn)


async def _gemeente(turn: Turn, subject: str) -> list[Reply]:
    areas = turn.library.areas
    if not areas.is_gemeente(subject):
        return await _unknown(turn)
    return await gemeente.use_gemeente(turn, areas.current(subject))


async def _change(turn: Turn, subject: str) -> list[Reply]:
    draft = turn.memory.hand_off
    if draft is None or subject not in get_args(Step):
        return await _unknown(turn)
    if draft.consent_at is None:
        return [await hand_off.ask(turn)]  # a button of an earlier summary
    return await hand_off.change(turn, cast(Step, subject))


async def _hand_off(turn: Turn, _subject: str) -> list[Reply]:
    return await hand_off.hand_off(turn)


async def _other(turn: Turn, _subject: str) -> list[Reply]:
    return await answer.show_other(turn)


async def _no_gemeente(turn: Turn, _subject: str) -> list[Reply]:
    return await gemeente.without_gemeente(turn)


async def _delete(turn: Turn, _subject: str) -> list[Reply]:
    return await privacy.delete_data(turn)


async def _check(turn: Turn, subject: str) -> list[Reply]:
    found = turn.library.checks.get(subject)
    return await check.begin(turn, found) if found else [check.offer(turn)]


async def _answer(turn: Turn, subject: str) -> list[Reply]:
    question_id, _, value = subject.partition(":")
    return await check.take_choice(turn, question_id, value)


async def _check_all(turn: Turn, _subject: str) -> list[Reply]:
    return [await check_result.all_points(turn, check.check_of(turn), check.draft_of(turn))]


def _of_check(do: Handler) -> Callable[[Turn, str], Awaitable[list[Reply]]]:
    async def handle(turn: Turn, _subject: str) -> list[Reply]:
        return await do(turn)

    return _in_check(handle)


def _in_check(
    handle: Callable[[Turn, str], Awaitable[list[Reply]]],
) -> Callable[[Turn, str], Awaitable[list[Reply]]]:
    """Let a button of a check do its work as long as that check is there."""

    async def guarded(turn: Turn, subject: str) -> list[Reply]:
        draft = turn.memory.check
        known = draft and turn.library.checks.get(draft.check)
        return await handle(turn, subject) if known else await _unknown(turn)

    return guarded


VERBS: dict[str, Callable[[Turn, str], Awaitable[list[Reply]]]] = {
    "topic": _topic,
    "need": _need,
    "gemeente": _gemeente,
    "no-gemeente": _no_gemeente,
    "article": source.show_article,
    "details": source.show_details,
    "other": _other,
    "hand-off": _hand_off,
    "change": _change,
    "delete": _delete,
    "language": foreign.choose,
    "check": _check,
    "answer": _in_check(_answer),
    "check-done": _of_check(check.picked_all),
    "check-all": _in_check(_check_all),
    "check-person": _of_check(check.person),
    "check-again": _of_check(check.again),
    "check-resume": _of_check(check.resume),
}
