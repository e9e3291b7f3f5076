"""Taking answers into a check: what is noted, what is refused and why, and what is taken back."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.actions.memory import CheckDraft
from knowledge.checks.errors import AnswersError
from knowledge.checks.schemas import Answers, Check, Question, Value


@dataclass(frozen=True)
class Taken:
    """What became of answers: the ids of those that were noted, and the Dutch reasons by id of the others."""

    noted: list[str]
    refused: dict[str, str]


def take(check: Check, draft: CheckDraft, found: Mapping[str, object]) -> Taken:
    """Put what was found in the draft, as far as it can be used together with what was there."""
    accepted, refused = _accepted(check, {**draft.answers, **found})
    earlier_answers = {
        name: draft.answers[name] for name in refused if name in found and name in draft.answers
    }
    if earlier_answers:  # a correction that cannot be leaves what was answered before
        accepted, _ = _accepted(check, {**accepted, **earlier_answers})
    noted = [name for name in found if name in accepted and name not in refused]
    draft.answers = accepted
    earlier = [name for name in draft.order if name in accepted and name not in noted]
    draft.order = [*earlier, *noted]
    if noted:
        draft.failures, draft.picked = 0, []
    elif found:
        draft.failures += 1
    return Taken(noted, refused)


def _accepted(check: Check, raw: Mapping[str, object]) -> tuple[dict[str, Value], dict[str, str]]:
    """Return the answers that can be used, and the reasons why others cannot."""
    try:
        return check.accept(raw), {}
    except AnswersError as error:
        rest = {name: value for name, value in raw.items() if name not in error.reasons}
        accepted, reasons = _accepted(check, rest)
        return accepted, {**error.reasons, **reasons}


def take_back(draft: CheckDraft) -> str | None:
    """Forget the answer given last and return its question; nothing when there is none."""
    draft.picked, draft.failures = [], 0
    if not draft.order:
        return None
    last = draft.order.pop()
    draft.answers.pop(last, None)
    return last


def takes_more(check: Check, question: Question, picked: list[str]) -> bool:
    """Tell whether an option can still be added to those that were picked."""
    others = [option.value for option in question.options if option.value not in picked]
    return any(_fits(check, question, [*picked, other]) for other in others)


def _fits(check: Check, question: Question, values: list[str]) -> bool:
    try:
        check.accept({question.id: values})
    except AnswersError:
        return False
    return True


def written(check: Check, answers: Answers) -> list[tuple[str, str]]:
    """Write answers as a person reads them: what was asked, in a few words, and what was answered."""
    questions = {question.id: question for question in check.all_questions()}
    return [
        (question.name or question.text, check.say(name, value))
        for name, value in answers.items()
        if (question := questions.get(name))
    ]
