"""A guided check as a conversation: one question at a time, until there is a result.

Nothing here needs Rasa: the checks read texts themselves, so a check can be finished while Rasa is down.
"""

from collections.abc import Mapping

from assistant.actions import asking, check_choices, check_result, choices, compose, gemeente, hand_off
from assistant.actions.check_answers import Taken, take, take_back, takes_more, written
from assistant.actions.memory import CheckDraft
from assistant.actions.turn import Turn
from assistant.schemas import Reply
from knowledge.checks.schemas import UNKNOWN, Check, Question, Value

GEMEENTE = "gemeente"
MOST_FAILURES = 2
# Words that tell which check somebody means.
MARKS: dict[str, tuple[str, ...]] = {
    "werken-aan-huis": ("huis", "thuis", "woning"),
    "financiering": ("geld", "financ", "subsid", "lening", "lenen", "krediet", "regeling", "fonds"),
    "locatie": ("locatie", "plek", "pand", "binnenstad", "centrum", "werkruimte"),
}


async def start_check(turn: Turn) -> list[Reply]:
    """Start the check that a sentence asks for, or ask which one is meant."""
    check = _meant(turn)
    if check is None:
        return [offer(turn)]
    turn.memory.question = turn.text
    return await begin(turn, check)


def offer(turn: Turn) -> Reply:
    """Offer every check."""
    turn.memory.pending = None
    offered = (*check_choices.every(turn), choices.person(turn))
    return compose.say(turn, "clarification", "check_which", offered)


def _meant(turn: Turn) -> Check | None:
    """Find the check by its marks in the text, else by the topic that is talked about."""
    text = turn.text.casefold()
    marked = [name for name, marks in MARKS.items() if any(mark in text for mark in marks)]
    if len(marked) == 1:
        return turn.library.checks.get(marked[0])
    topic = turn.memory.topic
    return None if marked or not topic else turn.library.checks.get(check_choices.BY_TOPIC.get(topic, ""))


async def begin(turn: Turn, check: Check) -> list[Reply]:
    """Begin a check with what was already said: the gemeente, and the facts in the question."""
    memory = turn.memory
    memory.pending, memory.topic = None, check.topic
    memory.check = CheckDraft(check=check.id)
    known = check.read(memory.question) if memory.question else {}
    if memory.gemeente and any(question.id == GEMEENTE for question in check.all_questions()):
        known = {GEMEENTE: memory.gemeente, **known}
    taken = take(check, memory.check, known)
    known_before = (turn.say("check_known"), _listed(turn, taken)) if taken.noted else ()
    text = _paragraphs(turn.say("check_start", introduction=check.introduction), *known_before)
    return [compose.reply(turn, "check-question", text), *await go_on(turn)]


async def again(turn: Turn) -> list[Reply]:
    """Begin the same check anew, without any answer."""
    draft, check = draft_of(turn), check_of(turn)
    turn.memory.check = CheckDraft(check=draft.check)
    return await go_on(turn, turn.say("check_again", title=check.title))


async def resume(turn: Turn) -> list[Reply]:
    """Go on with a check that waited or was begun elsewhere, after telling what is known."""
    names = list(draft_of(turn).answers)
    known = (turn.say("check_known"), _listed(turn, Taken(names, {}))) if names else ()
    return await go_on(turn, _paragraphs(*known))


async def go_on(turn: Turn, lead: str = "", *, refused: bool = False) -> list[Reply]:
    """Ask what still matters, or tell the result when nothing does."""
    draft = draft_of(turn)
    questions = check_of(turn).questions(draft.answers)
    if not questions:
        draft.asked = None
        return [await check_result.result(turn, check_of(turn), draft, lead)]
    draft.asked = questions[0].id
    return [ask(turn, lead, refused=refused)]


def ask(turn: Turn, lead: str = "", *, refused: bool = False) -> Reply:
    """Ask the present question, after what has to be said first: why an answer was refused, for example."""
    question = _asked(turn)
    offered = check_choices.answers(turn, check_of(turn), question)
    if draft_of(turn).failures >= MOST_FAILURES:
        lead, offered = _paragraphs(lead, turn.say("check_stuck")), (*offered, choices.person(turn))
    text = _paragraphs(lead, f"**{question.text}**", question.help)
    details = asking.of_check(draft_of(turn), check_of(turn), question, refused=refused)
    return compose.reply(turn, "check-question", text, offered, **details)


async def take_text(turn: Turn, found: Mapping[str, object]) -> list[Reply]:
    """Note what was read in a text and say so; tell why the rest cannot be used."""
    check, draft, question = check_of(turn), draft_of(turn), _asked(turn)
    taken = take(check, draft, found or {question.id: turn.text})
    notices = _remember_place(turn, taken)
    lead = _paragraphs(_noted(turn, question, taken), _refused(turn, question, taken))
    return [*notices, *await go_on(turn, lead, refused=question.id in taken.refused)]


def plain_answer(turn: Turn, value: Value | None) -> dict[str, Value]:
    """Return what yes, no or not knowing answers now; nothing when that is no answer to the question."""
    question = _asked(turn)
    fits = question.kind == "yes-no" or value == UNKNOWN
    return {} if value is None or not fits else {question.id: value}


async def take_choice(turn: Turn, question_id: str, value: str) -> list[Reply]:
    """Note the answer of a button; an older one corrects what was answered before."""
    check, draft = check_of(turn), draft_of(turn)
    question = next((each for each in check.all_questions() if each.id == question_id), None)
    if question is None:
        return [ask(turn)]
    if question.kind == "many" and value in {option.value for option in question.options}:
        return await _pick(turn, question, value)
    taken = take(check, draft, {question_id: value})
    return [*_remember_place(turn, taken), *await go_on(turn, _refused(turn, question, taken))]


async def _pick(turn: Turn, question: Question, value: str) -> list[Reply]:
    """Add an option to a question that takes several, and ask for more as long as that can be."""
    draft, check = draft_of(turn), check_of(turn)
    earlier = draft.picked if draft.asked == question.id else []
    picked = [*earlier, *({value} - set(earlier))]
    if takes_more(check, question, picked):
        draft.picked, draft.asked = picked, question.id
        labels = ", ".join(check.say(question.id, (each,)) for each in picked)
        return [ask(turn, turn.say("check_more", answers=labels))]
    taken = take(check, draft, {question.id: picked})
    return await go_on(turn, _refused(turn, question, taken))


async def picked_all(turn: Turn) -> list[Reply]:
    """Take the options that were picked as the answer."""
    draft, question = draft_of(turn), _asked(turn)
    if draft.picked:
        take(check_of(turn), draft, {question.id: draft.picked})
    return await go_on(turn)


async def back(turn: Turn) -> list[Reply]:
    """Take back the last answer and ask it again."""
    draft = draft_of(turn)
    if draft.picked:
        draft.picked = []
        return [ask(turn)]
    question = take_back(draft)
    if question is None:
        return [ask(turn, turn.say("check_first"))]
    draft.asked = question
    return [ask(turn)]


async def stop(turn: Turn) -> list[Reply]:
    """Leave the check; its answers are forgotten."""
    turn.memory.check = None
    return [compose.say(turn, "notice", "check_stopped", choices.topics(turn))]


async def person(turn: Turn) -> list[Reply]:
    """Begin a hand-off that carries the check; whoever asked nothing yet asks about the outcome."""
    check, memory = check_of(turn), turn.memory
    memory.topic = check.topic
    verdict = check.judge(draft_of(turn).answers).verdict_label
    memory.question = memory.question or turn.say("check_question", title=check.title, verdict=verdict)
    return await hand_off.hand_off(turn)


def check_of(turn: Turn) -> Check:
    """Return the check of the draft; only called while there is one."""
    check = turn.library.checks.get(draft_of(turn).check)
    if check is None:
        raise LookupError("this check is no longer there")
    return check


def draft_of(turn: Turn) -> CheckDraft:
    """Return the draft; only called while there is one."""
    if turn.memory.check is None:
        raise LookupError("there is no check under way")
    return turn.memory.check


def _asked(turn: Turn) -> Question:
    """Return the present question; when an editor took it away, the first that still matters."""
    check, draft = check_of(turn), draft_of(turn)
    questions = check.all_questions()
    return next((each for each in questions if each.id == draft.asked), questions[0])


def _remember_place(turn: Turn, taken: Taken) -> list[Reply]:
    """Let the rest of the conversation know the gemeente too."""
    place = draft_of(turn).answers.get(GEMEENTE)
    known = GEMEENTE in taken.noted and turn.library.areas.is_gemeente(str(place))
    return gemeente.remember(turn, str(place)) if known else []


def _noted(turn: Turn, question: Question, taken: Taken) -> str:
    """Say what was noted; the answer to the question itself needs no name."""
    if taken.noted == [question.id]:
        value = draft_of(turn).answers[question.id]
        if value == UNKNOWN:
            return turn.say("check_skipped")
        return turn.say("check_noted_one", answer=check_of(turn).say(question.id, value))
    return _paragraphs(turn.say("check_noted"), _listed(turn, taken)) if taken.noted else ""


def _listed(turn: Turn, taken: Taken) -> str:
    answers = draft_of(turn).answers
    rows = written(check_of(turn), {name: answers[name] for name in taken.noted})
    return "\n".join(f"- {name}: {answer}" for name, answer in rows)


def _refused(turn: Turn, question: Question, taken: Taken) -> str:
    """Say why answers cannot be used; of a choice the buttons say it better."""
    names = {each.id: each.name or each.text for each in check_of(turn).all_questions()}
    reasons = [
        reason if name == question.id else f"{names.get(name, name)}: {reason}"
        for name, reason in taken.refused.items()
    ]
    if question.options and list(taken.refused) == [question.id]:
        return turn.say("check_pick")
    return turn.say("check_refused", reasons="; ".join(reasons)) if reasons else ""


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(filter(None, parts))
