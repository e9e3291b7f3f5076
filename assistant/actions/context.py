"""What a turn means after what was talked about: a short next question, and a correction.

Only words decide here, so it works the same whatever the model makes of three words such as "hoeveel dan?".
"""

import re
from dataclasses import dataclass

from assistant.actions import check_choices, compose
from assistant.actions.answer import clarify, give, not_known, show
from assistant.actions.turn import FALLBACK, OUT_OF_SCOPE, Turn
from assistant.schemas import Reply
from knowledge.search.index import Verdict
from knowledge.search.prior import Prior
from knowledge.search.words import DUTCH
from knowledge.topics import TOPICS

MOST_WORDS = 7
"""A longer question has a subject of its own."""
MAY_GO_ON = {*TOPICS, FALLBACK, OUT_OF_SCOPE}
"""What the model may make of a next question."""
UNSURE_ONLY = {"ask_source", "help", "start_check", "dont_know"}
"""Acts that short questions look like: "waar staat dat" is one, "wat kost dat" may seem one."""

_BEGINS = re.compile(r"(?:ja,?\s+)?(?:en|maar|of|dus|ook)\b", re.IGNORECASE)
_POINTS = re.compile(
    r"\b(?:dat|dit|die|deze|dan|het|hem|daar(?:aan|bij|in|mee|naar|op|over|van|voor)?"
    r"|er(?:aan|bij|in|mee|op|over|van|voor)?)\b",
    re.IGNORECASE,
)
_FOR_SOMEBODY = re.compile(
    r"(?:en\s+)?(?:geldt dat ook\s+)?(?:voor|bij|met)\s+(?:mijn|m'n|een|haar|zijn)\s+"
    r"(?:zus|zusje|broer|man|vrouw|partner|vriend|vriendin|moeder|vader|zoon|dochter|buurman|buurvrouw|collega"
    r"|compagnon|kennis|neef|nicht)\s*[?.!]*",
    re.IGNORECASE,
)
_MEANT = re.compile(
    r"(?:(?:nee|neen|sorry|oeps|pardon|niet goed)[,.!]*\s+)*(?:maar\s+)?(?:ik|wij|we)\s+bedoel(?:de|en|den)?"
    r"\s+(?:eigenlijk\s+|juist\s+|meer\s+|dus\s+|dat\s+)?(?P<what>.+)",
    re.IGNORECASE | re.DOTALL,
)
_NOT_BUT = re.compile(
    r"(?:(?:nee|neen|sorry)[,.!]*\s+)?(?:ik\s+bedoel(?:de)?\s+)?niet\s+(?P<gone>.{2,40}?),?\s+maar\s+(?P<what>.+)",
    re.IGNORECASE | re.DOTALL,
)
_MEANS_NOTHING = {
    "dat",
    "dit",
    "zo",
    "niet",
    "iets anders",
    "wat anders",
    "het niet",
    "dat niet",
    "het anders",
}


@dataclass(frozen=True)
class Correction:
    """What was meant instead, and the words of the question that were wrong."""

    meant: str
    gone: str = ""


def goes_on(turn: Turn) -> bool:
    """Tell whether a turn is a next question about what was just talked about."""
    understanding, memory = turn.understanding, turn.memory
    if turn.language != DUTCH or understanding.chosen or not memory.about:
        return False
    if len(turn.text.split()) > MOST_WORDS:
        return False
    mistaken = understanding.intent in UNSURE_ONLY and not understanding.sure
    if understanding.intent not in MAY_GO_ON and not mistaken:
        return False
    if understanding.sure and understanding.topic and understanding.topic != memory.topic:
        return False  # a subject of its own
    return bool(_BEGINS.match(turn.text) or _POINTS.search(turn.text) or _FOR_SOMEBODY.fullmatch(turn.text))


async def go_on(turn: Turn) -> list[Reply] | None:
    """Answer a next question together with what it goes on about; nothing when it is sure by itself."""
    answered = turn.library.articles.get(turn.memory.answered_with or "")
    if answered and _FOR_SOMEBODY.fullmatch(turn.text.strip()):
        [first, *rest] = await show(turn, answered)
        lead = turn.say("same_answer")
        return [first.model_copy(update={"text": f"{lead}\n\n{first.text}"}), *rest]
    if turn.index.search(turn.text, gemeente=turn.memory.gemeente).verdict is Verdict.SURE:
        return None
    return await _together(turn, turn.memory.about or "", turn.text)


def correction(turn: Turn) -> Correction | None:
    """Return what a turn puts right in the last question; nothing when it is no correction."""
    if turn.language != DUTCH or turn.understanding.chosen or not turn.memory.about:
        return None
    found = _NOT_BUT.fullmatch(turn.text.strip()) or _MEANT.fullmatch(turn.text.strip())
    if found is None or found["what"].strip(" .!?").casefold() in _MEANS_NOTHING:
        return None
    return Correction(found["what"].strip(), found.groupdict().get("gone") or "")


async def correct(turn: Turn, put_right: Correction) -> list[Reply]:
    """Answer the last question anew with what was meant."""
    about = _without(turn.memory.about or "", put_right.gone)
    turn.memory.about = f"{about} {put_right.meant}"
    return await _together(turn, about, put_right.meant, wrong=turn.memory.answered_with)


async def _together(turn: Turn, about: str, text: str, wrong: str | None = None) -> list[Reply]:
    """Answer two texts as one question; an answer that was wrong is not given again."""
    turn.memory.pending, turn.memory.question = None, f"{about} {text}"
    given = turn.memory.answered_with
    result = turn.index.follow(
        about, text, prior=Prior.known(turn.memory.topic), gemeente=turn.memory.gemeente, without=wrong
    )
    if result.verdict is Verdict.NOTHING:
        return [await not_known(turn)]
    if result.verdict is Verdict.BETWEEN:
        return await clarify(turn, result)
    best = result.hits[0].article
    if best.id == given and best.details and not check_choices.under_way(turn):
        return [compose.details(turn, best)]
    return await give(turn, result)


def _without(text: str, gone: str) -> str:
    """Take words out of a question."""
    words = set(re.findall(r"\w+", gone.casefold()))
    return " ".join(word for word in text.split() if word.strip(".,!?").casefold() not in words)
