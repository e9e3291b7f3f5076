"""Accepting answers from outside: each is made what its question asks for, or refused with a reason."""

import math
from collections.abc import Callable, Mapping, Sequence

from knowledge.areas import Areas
from knowledge.checks import quantities
from knowledge.checks.errors import AnswersError
from knowledge.checks.questions import UNITS, QuestionFile
from knowledge.checks.saying import number, say
from knowledge.checks.schemas import UNKNOWN, Value
from knowledge.checks.trades import Trades
from knowledge.checks.words import says_unknown, yes_or_no
from knowledge.schemas import Vocabulary

MAXIMUM_LENGTH = 200
"""Signs in an answer that is text."""
_NO_QUESTION = "deze vraag hoort niet bij deze check"


class _RefusedError(Exception):
    """One answer cannot be used; the message is the Dutch reason."""


class Accepting:
    """Accepts the answers to a list of questions."""

    def __init__(self, questions: Sequence[QuestionFile], areas: Areas, vocabulary: Vocabulary) -> None:
        self._questions = {question.id: question for question in questions}
        self._areas = areas
        self._trades = Trades(vocabulary)
        self._by_kind: dict[str, Callable[[QuestionFile, object], Value]] = {
            "yes-no": _yes_no,
            "number": _number,
            "choice": _choice,
            "many": _many,
            "gemeente": self._gemeente,
            "trade": self._trade,
        }

    def accept(self, raw: Mapping[str, object]) -> dict[str, Value]:
        """Return the answers as the checks use them; an empty one counts as not given.

        Raises:
            AnswersError: one or more answers cannot be used; each is named with the reason.
        """
        answers: dict[str, Value] = {}
        reasons: dict[str, str] = {}
        for name, value in raw.items():
            try:
                if value not in (None, "", [], ()) or name not in self._questions:
                    answers[name] = self._one(name, value)
            except _RefusedError as refused:
                reasons[name] = str(refused)
        reasons |= self._too_much(answers)
        if reasons:
            raise AnswersError(reasons)
        return answers

    def _one(self, name: str, value: object) -> Value:
        question = self._questions.get(name)
        if question is None:
            raise _RefusedError(_NO_QUESTION)
        if isinstance(value, str):
            value = value.strip()
            if len(value) > MAXIMUM_LENGTH:
                raise _RefusedError(f"het antwoord is te lang: gebruik hoogstens {MAXIMUM_LENGTH} tekens")
            if value == UNKNOWN or says_unknown(value):
                return UNKNOWN
        if value in ([UNKNOWN], (UNKNOWN,)):
            return UNKNOWN
        return self._by_kind[question.kind](question, value)

    def _gemeente(self, question: QuestionFile, value: object) -> Value:
        if isinstance(value, str):
            found = value if self._areas.is_gemeente(value) else self._areas.find(value)
            if found:
                return self._areas.current(found)
        raise _RefusedError("deze gemeente kennen wij niet; vul de naam van een Nederlandse gemeente in")

    def _trade(self, question: QuestionFile, value: object) -> Value:
        if isinstance(value, str) and any(sign.isalpha() for sign in value):
            return self._trades.find(value) or value
        raise _RefusedError("schrijf in een paar woorden wat voor werk het is")

    def _too_much(self, answers: Mapping[str, Value]) -> dict[str, str]:
        """Find answers that are more than they can be, such as a room larger than the home."""
        return {
            question.id: f"dit is meer dan {whole.name} ({say(whole, answers[whole.id], self._areas)})"
            for question in self._questions.values()
            if question.at_most
            and (whole := self._questions[question.at_most])
            and _more(answers.get(question.id), answers.get(whole.id))
        }


def _more(part: Value | None, whole: Value | None) -> bool:
    return isinstance(part, float | int) and isinstance(whole, float | int) and part > whole


def _yes_no(question: QuestionFile, value: object) -> bool:
    answer = yes_or_no(value) if isinstance(value, str) else value
    if isinstance(answer, bool):
        return answer
    raise _RefusedError("antwoord met ja, nee of onbekend")


def _number(question: QuestionFile, value: object) -> Value:
    amount = _amount(question, value)
    if amount is None or not math.isfinite(amount):
        raise _RefusedError(f"vul een getal in ({_unit(question)}), of onbekend")
    if question.whole and amount != int(amount):
        raise _RefusedError("vul een heel getal in, zonder komma")
    _check_range(question, amount)
    return int(amount) if amount == int(amount) else amount


def _amount(question: QuestionFile, value: object) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if abs(value) < 1e15 else math.inf
    if not isinstance(value, str):
        return None
    found = quantities.find(quantities.spelled(value))
    fitting = [one.value for one in found if quantities.compatible(one.unit, question.unit)]
    return fitting[0] if len(fitting) == 1 else None


def _check_range(question: QuestionFile, amount: float) -> None:
    unit = question.unit or "personen"
    if amount < 0:
        raise _RefusedError("dit getal kan niet negatief zijn")
    if question.minimum is not None and amount < question.minimum:
        raise _RefusedError(f"dit is te weinig: vul {number(question.minimum, unit)} of meer in")
    if question.maximum is not None and amount > question.maximum:
        raise _RefusedError(f"dit is te veel: vul hoogstens {number(question.maximum, unit)} in")


def _unit(question: QuestionFile) -> str:
    return UNITS[question.unit][1] if question.unit else ""


def _choice(question: QuestionFile, value: object) -> str:
    for option in question.options:
        if isinstance(value, str) and value.casefold() in {option.value, option.label.casefold()}:
            return option.value
    raise _RefusedError(f"kies uit: {', '.join(option.label for option in question.options)}")


def _many(question: QuestionFile, value: object) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list | tuple):
        raise _RefusedError("geef een lijst van antwoorden")
    chosen = {_choice(question, item) for item in items}
    if question.alone in chosen and len(chosen) > 1:
        raise _RefusedError("deze antwoorden kunnen niet samen")
    return tuple(option for option in question.values if option in chosen)
