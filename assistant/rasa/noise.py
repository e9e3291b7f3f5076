"""Spoil a sentence the way people do who type fast or learnt Dutch late.

The same seed spoils a sentence the same way. Capitals are no kind of their own: Rasa reads in lower case.
"""

import random
from typing import Callable, Collection, Dict, List, Optional, Sequence

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
VOWELS = "aeiouy"
# Verbs whose stem ends in d.
STEMS = ("word", "vind", "houd", "rijd", "bied", "meld", "leid", "antwoord", "besteed", "raad", "zend")
PREFIXES = ("ge", "ver", "ont", "her")
"""Of participles; a word that begins so and is longer than the longest one here is a compound."""
LONGEST_PARTICIPLE = 10
SHORTEST = 4
"""Letters; shorter words are hardly ever misspelt and would no longer be readable."""
SHORTEST_PART = 4
"""Letters of each half of a compound."""
FEWEST_WORDS = 3
"""In shorter sentences a mistake may make another act of it: `stop` and `top`, `ja` and `na`."""

SAME_SOUND = (
    *(("sch", "sg"), ("ch", "g"), ("ij", "ei"), ("ei", "ij"), ("ou", "au"), ("au", "ou"), ("ie", "i")),
    *(
        ("v", "f"),
        ("z", "s"),
        ("c", "k"),
        ("y", "ij"),
        ("x", "ks"),
        ("th", "t"),
        ("qu", "kw"),
        ("tie", "sie"),
    ),
    *(("aa", "a"), ("ee", "e"), ("oo", "o"), ("uu", "u"), ("ë", "e"), ("é", "e"), ("ï", "i")),
)
SAME_END = (("d", "t"), ("t", "d"), ("b", "p"), ("en", "e"), ("en", "n"), ("er", "r"), ("lijk", "luk"))
"""How a sound is spelt, and how people spell it who write what they hear."""

Word = str
Spoiler = Callable[[random.Random, List[Word], int, Collection[Word]], Optional[Sequence[Word]]]
"""Return the words that come instead of the one at a position; None when it cannot be done there."""


def neighbours() -> Dict[str, str]:
    """Return for every letter the letters beside, above and below it on a QWERTY keyboard."""
    found: Dict[str, str] = {}
    for number, row in enumerate(ROWS):
        for place, letter in enumerate(row):
            beside = row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
            other = [ROWS[n] for n in (number - 1, number + 1) if 0 <= n < len(ROWS)]
            found[letter] = beside + "".join(each[max(place - 1, 0) : place + 1] for each in other)
    return found


NEXT_TO = neighbours()


def slip(chance: random.Random, words: List[Word], at: int, known: Collection[Word]) -> Optional[List[Word]]:
    """Hit the key beside the right one."""
    word = words[at]
    places = [place for place, letter in enumerate(word) if letter in NEXT_TO]
    if len(word) < SHORTEST or not places:
        return None
    place = chance.choice(places)
    return [word[:place] + chance.choice(NEXT_TO[word[place]]) + word[place + 1 :]]


def swap(chance: random.Random, words: List[Word], at: int, known: Collection[Word]) -> Optional[List[Word]]:
    """Type two letters in the wrong order; the first letter stays."""
    word = words[at]
    places = [place for place in range(1, len(word) - 1) if word[place] != word[place + 1]]
    if len(word) < SHORTEST or not places:
        return None
    place = chance.choice(places)
    return [word[:place] + word[place + 1] + word[place] + word[place + 2 :]]


def drop(chance: random.Random, words: List[Word], at: int, known: Collection[Word]) -> Optional[List[Word]]:
    """Leave a letter out; the first letter stays."""
    word = words[at]
    if len(word) <= SHORTEST:
        return None
    place = chance.randrange(1, len(word))
    return [word[:place] + word[place + 1 :]]


def halve(chance: random.Random, words: List[Word], at: int, known: Collection[Word]) -> Optional[List[Word]]:
    """Write one of two same letters, or two where one belongs."""
    word = words[at]
    twice = [place for place in range(1, len(word)) if word[place] == word[place - 1]]
    if twice:
        place = chance.choice(twice)
        return [word[:place] + word[place + 1 :]]
    inner = [p for p in range(2, len(word) - 2) if word[p] not in VOWELS and word[p - 1] in VOWELS]
    if not inner:
        return None
    place = chance.choice(inner)
    return [word[:place] + word[place] + word[place:]]


def misspell_dt(
    chance: random.Random, words: List[Word], at: int, known: Collection[Word]
) -> Optional[List[Word]]:
    """Confuse d, t and dt at the end of a verb."""
    word = words[at]
    if word.endswith("dt"):
        return [word[:-1]]
    if word in STEMS:
        return [word + "t"]
    if word.startswith(PREFIXES) and SHORTEST + 1 < len(word) <= LONGEST_PARTICIPLE and word[-1] in "dt":
        return [word[:-1] + ("t" if word[-1] == "d" else "d")]
    return None


def by_ear(
    chance: random.Random, words: List[Word], at: int, known: Collection[Word]
) -> Optional[List[Word]]:
    """Write a sound in another way than the dictionary does."""
    word = words[at]
    inside = [
        word[:place] + other + word[place + len(spelt) :]
        for spelt, other in SAME_SOUND
        for place in range(len(word))
        if word.startswith(spelt, place)
    ]
    ends = [word[: -len(e)] + o for e, o in SAME_END if word.endswith(e) and len(word) > len(e) + 2]
    return [chance.choice(inside + ends)] if len(word) >= SHORTEST and inside + ends else None


def split(chance: random.Random, words: List[Word], at: int, known: Collection[Word]) -> Optional[List[Word]]:
    """Write a compound as the two words that it is made of."""
    word = words[at]
    halves = [
        (word[:place], word[place:])
        for place in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        if word[place:] in known and (word[:place] in known or word[: place - 1] in known)
    ]
    return list(chance.choice(halves)) if halves else None


def join(chance: random.Random, words: List[Word], at: int, known: Collection[Word]) -> Optional[List[Word]]:
    """Forget the space after a word."""
    return [words[at] + words.pop(at + 1)] if at + 1 < len(words) else None


KINDS: Dict[str, Spoiler] = {
    "slip": slip,
    "swap": swap,
    "drop": drop,
    "halve": halve,
    "dt": misspell_dt,
    "ear": by_ear,
    "split": split,
    "join": join,
}


def spoil(
    sentence: str, seed: str, known: Collection[Word], kinds: Sequence[str] = tuple(KINDS), every: int = 6
) -> Optional[str]:
    """Return the sentence with a mistake in about one word out of `every`; None when nothing can be spoilt.

    The known words are what a compound may fall apart into.
    """
    chance = random.Random(f"{seed}|{sentence}")  # noqa: S311  repeatable on purpose
    words = sentence.lower().split()
    if len(words) < FEWEST_WORDS:
        return None
    done = sum(_spoil_one(chance, words, known, kinds) for _ in range(max(1, round(len(words) / every))))
    return " ".join(words) if done else None


def _spoil_one(
    chance: random.Random, words: List[Word], known: Collection[Word], kinds: Sequence[str]
) -> bool:
    """Try kinds and places in a random order until one can be done, so that rare kinds get their turn."""
    for kind in chance.sample(list(kinds), len(kinds)):
        for at in chance.sample(range(len(words)), len(words)):
            instead = KINDS[kind](chance, words, at, known)
            if instead is not None:
                words[at : at + 1] = instead
                return True
    return False


def vocabulary(sentences: Sequence[str]) -> Collection[Word]:
    """Return the words of all sentences, in lower case."""
    return frozenset(word for sentence in sentences for word in sentence.lower().split())
