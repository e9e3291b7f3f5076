"""The form of a guided check: every question with what was filled in and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from channels.conversations.text import clean
from knowledge.checks.errors import AnswersError
from knowledge.checks.schemas import UNKNOWN, Answers, Check, Question

LONGEST_ANSWER = 200
"""Signs in one field; the checks refuse more."""
_READ = {"number", "trade", "gemeente"}


@dataclass(frozen=True)
class Asked:
    """A question on the form."""

    question: Question
    filled: tuple[str, ...] = ()
    reason: str = ""

    @property
    def typed(self) -> str:
        """What stands in a text field."""
        return self.filled[0] if self.filled else ""

    @property
    def is_text(self) -> bool:
        """Whether the answer is typed instead of chosen."""
        return self.question.kind in _READ


@dataclass(frozen=True)
class Filled:
    """A form as it came in: the answers that can be used, and every question with its reason when not."""

    asked: list[Asked]
    answers: Answers = field(default_factory=dict)

    @property
    def refused(self) -> list[Asked]:
        """The questions whose answer cannot be used."""
        return [each for each in self.asked if each.reason]


def empty_form(check: Check, known: Mapping[str, str]) -> Filled:
    """Return the form before anything was sent, with what is known by the id of its question."""
    return Filled(
        [
            Asked(question, (known[question.id],) if question.id in known else ())
            for question in check.all_questions()
        ]
    )


def read_form(check: Check, form: FormData) -> Filled:
    """Read what was sent; a field left empty is no answer, and one that is no question is ignored."""
    questions = check.all_questions()
    filled = {question.id: _filled(form, question) for question in questions}
    raw: dict[str, object] = {}
    for question in questions:
        for name, value in _found(check, question, filled[question.id]).items():
            if name == question.id:
                raw[name] = value
            else:
                raw.setdefault(name, value)
    answers, reasons = _accepted(check, raw)
    shown = [Asked(each, filled[each.id], reasons.get(each.id, "")) for each in questions]
    return Filled(shown, answers)


def _filled(form: FormData, question: Question) -> tuple[str, ...]:
    values = (clean(value) for value in form.getlist(question.id) if isinstance(value, str))
    return tuple(value for value in values if value)


def _found(check: Check, question: Question, filled: tuple[str, ...]) -> dict[str, object]:
    """Return the answer in a field; a share of the home, typed where m² is asked, answers that question."""
    if not filled:
        return {}
    if question.kind == "many":
        return {question.id: UNKNOWN if UNKNOWN in filled else list(filled)}
    typed = filled[0]
    if question.kind != "number" or len(typed) > LONGEST_ANSWER:
        return {question.id: typed}
    found = check.read(typed, question.id)
    if question.id in found:
        return {question.id: found[question.id]}
    numbers = {each.id for each in check.all_questions() if each.kind == "number"}
    other: dict[str, object] = {name: value for name, value in found.items() if name in numbers}
    return other or {question.id: typed}


def _accepted(check: Check, raw: Mapping[str, object]) -> tuple[Answers, dict[str, str]]:
    try:
        return check.accept(raw), {}
    except AnswersError as error:
        return {}, error.reasons
