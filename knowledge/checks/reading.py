"""Reading answers from what people type: to the question that was asked, and to others by the way."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from rapidfuzz import fuzz, process

from knowledge.areas import Areas
from knowledge.checks import quantities
from knowledge.checks.quantities import Quantity
from knowledge.checks.questions import OptionFile, QuestionFile
from knowledge.checks.schemas import UNKNOWN, Value
from knowledge.checks.trades import Trades
from knowledge.checks.words import plain_yes_or_no, says_unknown, yes_or_no
from knowledge.schemas import Vocabulary

_CLAUSE = re.compile(r"[;!?]| (?:en|maar|met) |[.,](?!\d)")
_BETWEEN = re.compile(
    r"(?:\W|van|is|heeft|telt|heb|met|ongeveer|circa|zo'n|samen|in totaal|hoogstens|maximaal)*"
)
_NEAR = 25
"""Signs between a word such as `kamer` and the number that belongs to it."""
_DENIED = re.compile(r"(?<!\w)(?:geen|niet|nooit|zonder|nee)(?: \w+)? ?$")
_DENIED_AFTER = re.compile(r"^ (?:\w+ )?(?:niet|nooit)\b")
_LIKE = 85
"""Of 100: how much a short answer has to look like the label of an option."""
_SHORT = 8
"""Words in an answer that may be an option in other words, or the name of a trade that nobody listed."""
_ASKING = re.compile(r"\?|^(?:wat|hoe|waarom|wie|waar|wanneer|welke?|mag|moet|kan|kun|is|zijn|heb|wil)\b")
_AS_TRADE = re.compile(r"(?<!\w)(?:ik ben|ben|als|word|beroep)(?!\w)")
_LEAD = re.compile(
    r"^(?:(?:ja|nou|ik|ben|word|wil|doe|heb|run|start|begin|met|als|een|mijn|eigen|het|is|zzp'?er|in|de)\W+)+"
)


class Reading:
    """Reads the answers to a list of questions."""

    def __init__(self, questions: Sequence[QuestionFile], areas: Areas, vocabulary: Vocabulary) -> None:
        self._questions = {question.id: question for question in questions}
        self._areas = areas
        self._trades = Trades(vocabulary)

    def read(self, text: str, asked: str | None = None) -> dict[str, Value]:
        """Return the answers that a text holds; whether they are possible is for ``accept`` to tell."""
        question = self._questions.get(asked) if asked else None
        if question and says_unknown(text):
            return {question.id: UNKNOWN}
        spelled = quantities.spelled(text)
        found = {**dict(self._by_the_way(text, spelled, question)), **self._measured(spelled, question)}
        if question and question.id not in found:
            answer = self._asked(question, text, spelled, bool(found))
            found |= {} if answer is None else {question.id: answer}
        return found

    def _by_the_way(self, text: str, spelled: str, asked: QuestionFile | None) -> Iterator[tuple[str, Value]]:
        """Give what a text says without having been asked."""
        for question in self._questions.values():
            value = _phrased(question, question.said(question.phrases), spelled)
            if question.kind == "gemeente":
                value = self._areas.find(text)
            elif question.kind == "trade":
                value = self._trades.find(text) if _may_name_trade(spelled, asked) else None
            if value is not None:
                yield question.id, value

    def _measured(self, spelled: str, asked: QuestionFile | None) -> dict[str, Value]:
        """Give every quantity to the question whose word stands beside it, what is left to the asked one."""
        found: dict[str, Value] = {}
        numbers = [question for question in self._questions.values() if question.unit]
        left: list[Quantity] = []
        for quantity, clause, before in _placed(spelled):
            question = _owner(quantity, clause, before, numbers, found)
            if question:
                found[question.id] = _amount(quantity)
            else:
                left.append(quantity)
        return found | self._left_over(left, asked, found)

    def _left_over(
        self, left: Sequence[Quantity], asked: QuestionFile | None, found: dict[str, Value]
    ) -> dict[str, Value]:
        """Answer the asked question; a share of the home answers it by way of the question for the share."""
        if asked is None or asked.unit is None or asked.id in found:
            return {}
        fitting = [one for one in left if quantities.compatible(one.unit, asked.unit)]
        exact = [one for one in fitting if one.unit]
        if fitting:
            return {asked.id: _amount((exact or fitting)[0])}
        shares = [question for question in self._questions.values() if question.share_of == asked.id]
        for share in shares:
            for quantity in left:
                if quantity.unit == share.unit:
                    return {share.id: _amount(quantity)}
        return {}

    def _asked(self, question: QuestionFile, text: str, spelled: str, more: bool) -> Value | None:
        """Read a text as the answer to a question; `more` tells that it held other answers already."""
        said = plain_yes_or_no(text) if more else yes_or_no(text)
        replied = _phrased(question, question.said(question.replies), spelled)
        if replied is not None:
            return replied
        match question.kind:
            case "yes-no":
                return said
            case "number":
                return 0 if not question.minimum and said is False else None
            case "choice":
                return _option(question, spelled)
            case "many":
                return _options(question, spelled)
            case "trade":
                return None if more else _free(text)
        return None


def _placed(spelled: str) -> Iterator[tuple[Quantity, str, str]]:
    """Give every quantity with the rest of its clause behind it, and what stands before it."""
    found = quantities.find(spelled)
    for number, quantity in enumerate(found):
        start = found[number - 1].end if number else 0
        end = found[number + 1].start if number + 1 < len(found) else len(spelled)
        behind = _CLAUSE.split(spelled[quantity.end : end])[0]
        yield quantity, behind, spelled[start : quantity.start]


def _owner(
    quantity: Quantity, behind: str, before: str, questions: Iterable[QuestionFile], found: dict[str, Value]
) -> QuestionFile | None:
    """Find the question whose word stands nearest: in front of the number, or else behind it."""
    fitting = [question for question in questions if question.id not in found and _fits(quantity, question)]
    places = [
        (cue.end(), question)
        for question in fitting
        for cue in _cue(question.cues).finditer(_CLAUSE.split(before)[-1])
        if quantity.unit or _BETWEEN.fullmatch(_CLAUSE.split(before)[-1][cue.end() :])
    ]
    if places:
        return max(places, key=lambda place: place[0])[1]
    after = [
        (cue.start(), question)
        for question in fitting
        if quantity.unit
        for cue in [_cue(question.cues).search(behind[:_NEAR])]
        if cue
    ]
    if after:
        return min(after, key=lambda place: place[0])[1]
    return next((question for question in fitting if question.sole and quantity.unit == question.unit), None)


def _fits(quantity: Quantity, question: QuestionFile) -> bool:
    return quantities.compatible(quantity.unit, question.unit)


def _amount(quantity: Quantity) -> float:
    value = quantity.value
    return int(value) if value == int(value) else value


@cache
def _cue(words: tuple[str, ...]) -> re.Pattern[str]:
    plain = map(re.escape, map(quantities.plain, words))
    return re.compile(rf"(?<!\w)(?:{'|'.join(plain) or '(?!)'})(?!\w)")


def _may_name_trade(spelled: str, asked: QuestionFile | None) -> bool:
    """Tell a trade from a room: a `garage` of 20 m² repairs no cars, unless in the first sentence."""
    return asked is None or asked.kind in {"gemeente", "trade"} or bool(_AS_TRADE.search(spelled))


def _phrased(question: QuestionFile, phrases: Mapping[str, bool | float | str], spelled: str) -> Value | None:
    """Read what phrases of a question say; the longest one counts, a denied one only for yes or no."""
    found: list[tuple[int, bool | float | str]] = []
    for phrase, value in phrases.items():
        place = _cue((phrase,)).search(spelled)
        if place is None:
            continue
        denied = _DENIED.search(spelled[: place.start()]) or _DENIED_AFTER.match(spelled[place.end() :])
        if not denied:
            found.append((len(phrase), value))
        elif isinstance(value, bool):
            found.append((len(phrase), not value))
    if not found:
        return None
    if question.kind == "many":
        return _together(question, {str(value) for _, value in found})
    return max(found, key=lambda each: each[0])[1]


def _together(question: QuestionFile, chosen: set[str]) -> tuple[str, ...]:
    others = chosen - {question.alone}
    return tuple(value for value in question.values if value in (others or chosen))


def _option(question: QuestionFile, spelled: str) -> str | None:
    """Recognise one option by its label, its value or something much like it."""
    exact = [option for option in question.options if _names(option, spelled)]
    if len(exact) == 1:
        return exact[0].value
    if exact or len(spelled.split()) > _SHORT:
        return None
    labels = {option.value: quantities.plain(option.label) for option in question.options}
    scored = process.extract(spelled, labels, scorer=fuzz.token_set_ratio, score_cutoff=_LIKE, limit=2)
    if not scored or (len(scored) > 1 and scored[0][1] == scored[1][1]):
        return None
    return str(scored[0][2])


def _options(question: QuestionFile, spelled: str) -> tuple[str, ...] | None:
    chosen = {option.value for option in question.options if _names(option, spelled)}
    if not chosen and question.alone and yes_or_no(spelled) is False:
        chosen = {question.alone}
    return _together(question, chosen) if chosen else None


def _names(option: OptionFile, spelled: str) -> bool:
    return bool(_cue((option.label, option.value.replace("-", " "))).search(spelled))


def _free(text: str) -> str | None:
    """Take a few words as the name of a trade that nobody listed; a question is none."""
    words = quantities.plain(text).strip(" .!")
    if _ASKING.search(words) or len(words.split()) > _SHORT or yes_or_no(words) is not None:
        return None
    name = _LEAD.sub("", words)
    return name if sum(map(str.isalpha, name)) > 2 else None
