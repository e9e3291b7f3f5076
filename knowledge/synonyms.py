"""Everyday words beside official ones: which groups of ``vocabulary/synonyms.yaml`` a text touches."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from knowledge.words import lemma, words

_REST = "*"

type _Phrases = list[tuple[list[int], int]]
"""Of each phrase what comes after its first word, and its group."""


class Synonyms:
    """Groups of words and short phrases that mean the same to somebody who asks.

    A word matches in any of its forms. ``*krediet`` matches what ends so, ``verduurza*`` what begins so.
    """

    def __init__(self, groups: Sequence[Iterable[str]] = ()) -> None:
        """Prepare the groups; their order is their number."""
        self._forms: dict[str, int] = {}
        self._phrases: defaultdict[int, _Phrases] = defaultdict(list)
        for number, members in enumerate(groups):
            for member in members:
                first, *others = [self._forms.setdefault(form, len(self._forms)) for form in _forms(member)]
                self._phrases[first].append((others, number))
        self._open = [(form, number) for form, number in self._forms.items() if _REST in form]
        self._known: dict[str, frozenset[int]] = {}
        self._starts: dict[str, _Phrases] = {}

    def groups(self, text: str) -> list[str]:
        """Return the group of every word or phrase that is in one, as often as it occurs."""
        said = words(text)
        return [
            str(group)
            for position, word in enumerate(said)
            if (phrases := self._starting(word))
            for group in {group for rest, group in phrases if self._goes_on(said, position + 1, rest)}
        ]

    def knows(self, word: str) -> bool:
        """Tell whether a word stands in a group, alone or in a phrase."""
        return bool(self._matching(word))

    def _starting(self, word: str) -> "_Phrases":
        """Return the phrases that begin with a word, remembered for the next time."""
        if word not in self._starts:
            found = (self._phrases.get(form, ()) for form in self._matching(word))
            self._starts[word] = [phrase for phrases in found for phrase in phrases]
        return self._starts[word]

    def _goes_on(self, said: Sequence[str], position: int, rest: Sequence[int]) -> bool:
        """Tell whether the words from a position are the rest of a phrase."""
        following = said[position : position + len(rest)]
        return len(following) == len(rest) and all(
            form in self._matching(word) for form, word in zip(rest, following, strict=True)
        )

    def _matching(self, word: str) -> frozenset[int]:
        if word not in self._known:
            self._known[word] = frozenset(self._look_up(word))
        return self._known[word]

    def _look_up(self, word: str) -> Iterator[int]:
        for form in {word, lemma(word)}:
            if form in self._forms:
                yield self._forms[form]
            for pattern, number in self._open:
                if _fits(pattern, form):
                    yield number


def _forms(member: str) -> list[str]:
    """Write a member as the forms to compare words with."""
    return [
        part if _REST in part else lemma(word)
        for part in member.lower().split()
        for word in words(part) or [part]
    ]


def _fits(pattern: str, word: str) -> bool:
    rest = pattern.strip(_REST)
    if len(word) <= len(rest):
        return False
    return word.endswith(rest) if pattern.startswith(_REST) else word.startswith(rest)
