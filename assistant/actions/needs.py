"""Two needs in one message: the first is answered, the second is named and offered.

The model reads the two halves apart (`assistant/engine.py` asks it), the search looks both up. They are two
needs when each half by itself is more likely than not about another topic than the other and has an article
there, unless one article surely answers the message as a whole. Chosen on phrasings: of pairs put together
43% are seen with both topics, of single ones 1.7% are taken for two.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.actions import check_choices, choices, compose
from assistant.actions.turn import Turn
from assistant.schemas import Choice, Reply
from knowledge.search.prior import Prior
from knowledge.search.verdict import POSSIBLE, SearchResult

MOST_BREAKS = 3
"""Places where a message is tried to be broken; each costs two readings of the model."""
FEWEST_WORDS = 3
LONGEST_TITLE = 60
LIKELY_HALF = 0.6
"""How likely the model must find the topic of a half."""
FOUND_HALF = 0.2
"""The least score for the second half, which is only offered; the first is answered at once."""
SURELY_WHOLE = 0.97
"""From this probability an article answers the whole message."""
# A short half that begins so leans on the other one: "wie kan dat", "wat kost het".
_LEANS = re.compile(
    r"\b(?:dat|dit|die|deze|daar\w*|er(?:aan|bij|in|mee|op|over|van|voor)?|hem|ze|het|hoe dan|waarom)\b",
    re.IGNORECASE,
)
_SHORT = 4
_BREAK = re.compile(
    r"[?!.;\n]+\s+(?:(?:en|ook|daarnaast|verder|plus)\s+)?"
    r"|,?\s+(?:en hoe zit het met|en ook|en verder|en daarnaast|en|ook|daarnaast|verder|plus)\s+"
    r"|,?\s+(?:and what about|and how about|and also|and)\s+",
    re.IGNORECASE,
)
# What follows these is a need of its own, however short: "en hoe zit het met btw".
_ABOUT = re.compile(r"hoe zit het met|what about|how about", re.IGNORECASE)


@dataclass(frozen=True)
class Need:
    """One of two needs: what was typed, and the topic that the model reads in it."""

    text: str
    topic: str


def halves(text: str) -> Iterator[tuple[str, str]]:
    """Break a message in two where a sentence ends or another begins; both halves have some words."""
    found = 0
    for each in _BREAK.finditer(text):
        first, second = text[: each.start()].strip(), text[each.end() :].strip()
        fewest = 1 if _ABOUT.search(each.group()) else FEWEST_WORDS
        if len(first.split()) >= FEWEST_WORDS and len(second.split()) >= fewest and not _leans(second):
            yield first, second
            found += 1
        if found == MOST_BREAKS:
            return


def _leans(text: str) -> bool:
    return len(text.split()) <= _SHORT and bool(_LEANS.search(text))


def two_needs(turn: Turn, whole: SearchResult) -> tuple[Need, Need] | None:
    """Return the two needs of a message; nothing when there is one, or while something is filled in.

    Args:
        turn: What was typed, and what the model reads in its parts.
        whole: What the search finds for the message as a whole.
    """
    if turn.memory.hand_off or check_choices.under_way(turn) or whole.confidence >= SURELY_WHOLE:
        return None
    for first, second in halves(turn.text):
        needs = _need(turn, first, POSSIBLE), _need(turn, second, FOUND_HALF)
        if needs[0] and needs[1] and needs[0].topic != needs[1].topic:
            return needs[0], needs[1]
    return None


def _need(turn: Turn, half: str, least: float) -> Need | None:
    """Return a half as a need, when model and search agree that it is one by itself."""
    topic, confidence = turn.parts.get(half, (None, 0.0))
    if topic is None or confidence < LIKELY_HALF:
        return None
    best = turn.index.rank(half, prior=Prior.known(topic), gemeente=turn.memory.gemeente, limit=1)
    known = best and best[0].article.topic == topic and best[0].score >= least
    return Need(half, topic) if known else None


def offer(turn: Turn, second: Need) -> Reply:
    """Name the second need and offer to answer it too."""
    turn.memory.second, turn.memory.second_topic = second.text, second.topic
    turn.memory.pending = turn.memory.pending or "need"
    title = second.text if len(second.text) <= LONGEST_TITLE else f"{second.text[:LONGEST_TITLE]}…"
    answer = Choice(title=title, choice=f"need:{second.topic}")
    return compose.say(
        turn, "clarification", "second_need", (answer, choices.person(turn)), question=second.text
    )
