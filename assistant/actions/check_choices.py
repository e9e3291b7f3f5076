"""The buttons of the guided checks: starting one, answering, and what can be done with the result."""

from assistant.actions.turn import Turn
from assistant.schemas import Choice
from knowledge.checks.schemas import UNKNOWN, Answers, Check, Question
from knowledge.search.words import DUTCH

VERBS = {"check", "answer", "check-done", "check-all", "check-person", "check-again", "check-resume"}
# The check that goes with the answers about a topic.
BY_TOPIC = {
    "werken-aan-huis": "werken-aan-huis",
    "omgevingsplan": "locatie",
    "werkruimte": "locatie",
    "financiering": "financiering",
    "subsidies": "financiering",
}


def every(turn: Turn) -> tuple[Choice, ...]:
    """Offer every check."""
    return tuple(_start(turn, check) for check in turn.library.checks.all())


def any_check(turn: Turn) -> Choice:
    """Offer the list of checks."""
    return choice(turn, "choice_checks", "check")


def about(turn: Turn, topic: str) -> tuple[Choice, ...]:
    """Offer the check on a topic; nothing when there is none, or while one is being filled in.

    The checks are in Dutch: in another language none is offered, and one under way waits for Dutch.
    """
    check = turn.library.checks.get(BY_TOPIC[topic]) if topic in BY_TOPIC else None
    if turn.language != DUTCH:
        return ()
    return (_start(turn, check),) if check and not under_way(turn) else ()


def resume(turn: Turn) -> tuple[Choice, ...]:
    """Offer to go on with a check that was left before its end."""
    draft = turn.memory.check
    check = turn.library.checks.get(draft.check) if draft else None
    unfinished = draft and check and check.questions(draft.answers)
    offered = unfinished and turn.language == DUTCH
    return (choice(turn, "choice_check_resume", "check-resume"),) if offered else ()


def wait(turn: Turn) -> tuple[Choice, ...]:
    """Let a check under way wait until somebody goes on with it, and offer that; nothing without a check."""
    if not turn.memory.check or not under_way(turn):
        return ()
    turn.memory.check.asked = None
    return resume(turn)


def answers(turn: Turn, check: Check, question: Question) -> tuple[Choice, ...]:
    """Offer the answers to a question, not knowing it among them, and the ways out."""
    draft = turn.memory.check
    given: Answers = draft.answers if draft else {}
    done = (choice(turn, "choice_check_done", "check-done"),) if draft and draft.picked else ()
    back = (choice(turn, "choice_back", "back"),) if given else ()
    stop = choice(turn, "choice_stop", "stop")
    return (*_options(turn, question), *(done or _not_known(turn, question)), *back, stop)


def _options(turn: Turn, question: Question) -> tuple[Choice, ...]:
    if question.kind == "yes-no":
        return (
            choice(turn, "choice_yes", f"answer:{question.id}:ja"),
            choice(turn, "choice_no", f"answer:{question.id}:nee"),
        )
    if question.kind == "gemeente":
        areas = turn.library.areas
        return tuple(
            Choice(title=areas.name(slug), choice=f"answer:{question.id}:{slug}")
            for slug in areas.region_gemeenten
        )
    picked = turn.memory.check.picked if turn.memory.check else []
    return tuple(
        Choice(title=option.label, choice=f"answer:{question.id}:{option.value}")
        for option in question.options
        if option.value not in picked
    )


def _not_known(turn: Turn, question: Question) -> tuple[Choice, ...]:
    return (choice(turn, "choice_dont_know", f"answer:{question.id}:{UNKNOWN}"),)


def under_way(turn: Turn) -> bool:
    """Tell whether a check waits for an answer."""
    asked = turn.memory.check is not None and turn.memory.check.asked is not None
    return asked and turn.language == DUTCH


def choice(turn: Turn, key: str, meaning: str, **values: object) -> Choice:
    """Return a button with the editors' words for it."""
    return Choice(title=turn.say(key, **values), choice=meaning)


def _start(turn: Turn, check: Check) -> Choice:
    return choice(turn, "choice_check", f"check:{check.id}", title=check.title)
