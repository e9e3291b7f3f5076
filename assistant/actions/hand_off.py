"""The hand-off as a conversation: name, contact, question, consent, summary, ticket.

Each step takes the turn and either fills the draft and goes on, or says what it needs. Nothing here
needs Rasa: the steps work on text and buttons alone, so a hand-off can be finished while Rasa is down.
"""

from collections.abc import Awaitable, Callable

from assistant.actions import asking, check_choices, choices, compose, consent, hours, requesting, spoken
from assistant.actions.memory import HandOffDraft, Step
from assistant.actions.turn import Turn
from assistant.schemas import Answer, Choice, Reply
from handoff import service as handoff
from handoff.contact import holds_contact, parse_contact
from handoff.errors import ContactError
from kit import clock
from knowledge.search.words import DUTCH

STEPS: tuple[Step, ...] = ("gemeente", "name", "contact", "question", "consent", "summary")
MOST_REFUSALS = 2


async def hand_off(turn: Turn) -> list[Reply]:
    """Begin a hand-off: say who will answer, and ask the first thing needed."""
    turn.memory.pending = None
    first: Step = "name" if turn.memory.gemeente else "gemeente"
    memory = turn.memory
    memory.hand_off = HandOffDraft(step=first, begun_at=first, question=memory.question, topic=memory.topic)
    return [*await hours.told_once(turn, memory.hand_off), await ask(turn)]


async def ask(turn: Turn) -> Reply:
    """Ask what the present step needs."""
    draft = draft_of(turn)
    if draft.step == "gemeente":
        return _reply(turn, "hand_off_gemeente", choices.gemeenten(turn))
    if draft.step == "name":
        return _reply(turn, "hand_off_name", name=await turn.person(draft.topic))
    if draft.step == "consent":
        return await _ask_consent(turn)
    if draft.step == "summary":
        return await _ask_summary(turn)
    if draft.step == "question" and draft.question:
        return _reply(
            turn, "hand_off_question_known", (_choice(turn, "choice_right", "yes"),), question=draft.question
        )
    return _reply(turn, f"hand_off_{draft.step}")


async def ask_again(turn: Turn) -> list[Reply]:
    """Ask the present step once more, in the language that the conversation is in now."""
    return [await ask(turn)]


async def fill(turn: Turn) -> list[Reply]:
    """Take what was typed or chosen as the answer to the present step."""
    return await FILLERS[draft_of(turn).step](turn)


async def go_on(turn: Turn) -> list[Reply]:
    """Go on for the gemeente in memory; who gets the question may change, so consent is asked anew."""
    draft = draft_of(turn)
    if draft.step == "gemeente":
        return await _next(turn)
    if draft.consent_at:
        consent.withdraw(draft)
    return [await ask(turn)]


async def back(turn: Turn) -> list[Reply]:
    """Return to the step before this one; from a correction to the summary. Consent is then asked again."""
    draft = draft_of(turn)
    if _correcting(draft):
        draft.step = "summary"
    else:
        draft.step, draft.consent_at = STEPS[max(0, STEPS.index(draft.step) - 1)], None
    return [await ask(turn)]


async def stop(turn: Turn) -> list[Reply]:
    """Drop the draft: nothing is sent."""
    _close(turn)
    return [compose.say(turn, "notice", "hand_off_stopped", _what_next(turn))]


async def change(turn: Turn, step: Step) -> list[Reply]:
    """Go to a step again to correct it."""
    draft_of(turn).step = step
    return [await ask(turn)]


def is_answer(turn: Turn) -> bool:
    """Tell whether a text plainly is about what the present step asks, whatever the model makes of it.

    "Bel me maar op 06 ..." looks like asking for a person, "ik wil de vraag anders" like going back.
    """
    step, about = draft_of(turn).step, spoken.corrected_step(turn.text, turn.language)
    if step == "summary":
        back = turn.understanding.intent == "go_back"
        return spoken.may_send(turn.text, turn.language) is not None or bool(back and about)
    if step == "contact" and holds_contact(turn.text):
        return True
    ends = turn.understanding.intent in {"stop", "start_over", "delete_data"}
    ends = ends and not spoken.asks_why(turn.text, turn.language)
    return step in {"name", "contact"} and about == step and not ends


def draft_of(turn: Turn) -> HandOffDraft:
    """Return the draft; only called while there is one."""
    if turn.memory.hand_off is None:
        raise LookupError("there is no hand-off under way")
    return turn.memory.hand_off


async def _fill_gemeente(turn: Turn) -> list[Reply]:
    """Take the place when one was named; without one the regional desk gets the question."""
    place = turn.named_place() or turn.library.areas.find(turn.text)
    turn.memory.gemeente = place or turn.memory.gemeente
    return await _next(turn)


async def _fill_name(turn: Turn) -> list[Reply]:
    name = spoken.name_in(turn.text, turn.language)
    if name is None:
        return [_reply(turn, "hand_off_name_unclear", refused=True)]
    draft_of(turn).name = name
    return await _next(turn)


async def _fill_contact(turn: Turn) -> list[Reply]:
    try:
        contact = parse_contact(turn.text)
    except ContactError as error:
        if turn.text.rstrip().endswith("?") or spoken.asks_why(turn.text, turn.language):
            return [_reply(turn, "hand_off_contact_why")]
        if turn.language != DUTCH:
            return [_reply(turn, "hand_off_contact_unclear", refused=True)]
        return [_asking(turn, str(error), _ways_out(turn), refused=True)]
    draft = draft_of(turn)
    draft.email, draft.phone = contact.email, contact.phone
    return await _next(turn)


async def _fill_question(turn: Turn) -> list[Reply]:
    draft, understanding = draft_of(turn), turn.understanding
    if draft.question and understanding.intent == "affirm":
        return await _next(turn)
    if understanding.intent in {"affirm", "deny"} and understanding.sure:
        draft.question = None  # a bare no, or a yes to nothing, is no question
        return [await ask(turn)]
    return await take_question(turn)


async def take_question(turn: Turn) -> list[Reply]:
    """Take what was typed as the question, whatever was understood."""
    draft_of(turn).question = turn.text
    return await _next(turn)


async def _fill_consent(turn: Turn) -> list[Reply]:
    draft = draft_of(turn)
    if turn.understanding.intent == "affirm":
        draft.consent_at = clock.now()
        return await _next(turn)
    draft.refusals += 1
    if turn.understanding.intent == "deny" or draft.refusals >= MOST_REFUSALS:
        _close(turn)
        return [compose.say(turn, "notice", "hand_off_no_consent", _what_next(turn))]
    return [_reply(turn, "hand_off_consent_unclear", choices.yes_no(turn))]


async def _fill_summary(turn: Turn) -> list[Reply]:
    go_ahead = spoken.may_send(turn.text, turn.language)
    if go_ahead or (go_ahead is None and turn.understanding.intent == "affirm"):
        return [await _send(turn)] if await consent.holds(turn, draft_of(turn)) else await _ask_anew(turn)
    correction = spoken.corrected_step(turn.text, turn.language)
    if correction:
        return await change(turn, correction)
    return [_reply(turn, "hand_off_what_to_change", _summary_choices(turn))]


FILLERS: dict[Step, Callable[[Turn], Awaitable[list[Reply]]]] = {
    "gemeente": _fill_gemeente,
    "name": _fill_name,
    "contact": _fill_contact,
    "question": _fill_question,
    "consent": _fill_consent,
    "summary": _fill_summary,
}


async def _next(turn: Turn) -> list[Reply]:
    """Go to the first step that still needs something; a corrected step returns to the summary."""
    draft = draft_of(turn)
    following = STEPS[STEPS.index(draft.step) + 1]
    draft.step = "summary" if draft.consent_at else following
    if draft.consent_at and not await consent.holds(turn, draft):
        return await _ask_anew(turn)
    return [*await hours.told_once(turn, draft), await ask(turn)]


async def _ask_anew(turn: Turn) -> list[Reply]:
    """Ask consent for who would get the question now."""
    consent.withdraw(draft_of(turn))
    return [await ask(turn)]


async def _send(turn: Turn) -> Reply:
    """Open the ticket; it is on disk before the reference is shown, for the turn commits first."""
    ticket = await handoff.open_ticket(
        turn.session,
        await requesting.of_draft(turn, draft_of(turn)),
        reaction_hours=turn.services.settings.reaction_hours,
        aliases=turn.aliases,
    )
    topic = draft_of(turn).topic
    _close(turn)
    turn.memory.ticket_reference = ticket.reference
    text = turn.say(
        "hand_off_sent",
        name=ticket.account_manager.name if ticket.account_manager else turn.say("nobody"),
        moment=clock.written_moment(ticket.due_at, turn.language),
        reference=ticket.reference,
    )
    answer = Answer(
        kind="ticket", topic=topic, gemeente=turn.memory.gemeente, ticket_reference=ticket.reference
    )
    return Reply(text=text, choices=check_choices.resume(turn), answer=answer)


async def _ask_consent(turn: Turn) -> Reply:
    offered = (*choices.yes_no(turn), *_ways_out(turn))
    return _asking(turn, await consent.asked(turn, draft_of(turn)), offered)


async def _ask_summary(turn: Turn) -> Reply:
    draft = draft_of(turn)
    return _reply(
        turn,
        "hand_off_summary",
        _summary_choices(turn),
        to=await turn.person(draft.topic),
        name=draft.name,
        contact=", ".join(filter(None, (draft.email, draft.phone))),
        question=draft.question,
    )


def _reply(
    turn: Turn, key: str, offered: tuple[Choice, ...] = (), *, refused: bool = False, **values: object
) -> Reply:
    return _asking(turn, turn.say(key, **values), (*offered, *_ways_out(turn)), refused=refused)


def _asking(turn: Turn, text: str, offered: tuple[Choice, ...], *, refused: bool = False) -> Reply:
    details = asking.of_hand_off(turn, draft_of(turn), STEPS, refused=refused)
    return compose.reply(turn, "hand-off-question", text, offered, **details)


def _ways_out(turn: Turn) -> tuple[Choice, ...]:
    draft = draft_of(turn)
    first = draft.step in {"gemeente", "name"} and not _correcting(draft)
    back_choice = () if first else (_choice(turn, "choice_back", "back"),)
    return (*back_choice, _choice(turn, "choice_stop", "stop"))


def _summary_choices(turn: Turn) -> tuple[Choice, ...]:
    steps = ("name", "contact", "question")
    changes = (_choice(turn, f"choice_change_{step}", f"change:{step}") for step in steps)
    return (_choice(turn, "choice_send", "yes"), *changes)


def _choice(turn: Turn, key: str, meaning: str) -> Choice:
    return Choice(title=turn.say(key), choice=meaning)


def _correcting(draft: HandOffDraft) -> bool:
    """Tell whether an earlier step is taken again from the summary."""
    return draft.consent_at is not None and draft.step != "summary"


def _what_next(turn: Turn) -> tuple[Choice, ...]:
    return (*check_choices.resume(turn), *choices.topics(turn))


def _close(turn: Turn) -> None:
    """Leave the hand-off; a check that it interrupted waits until somebody wants to go on with it."""
    turn.memory.hand_off = None
    turn.memory.pending = None
    if turn.memory.check:
        turn.memory.check.asked = None
