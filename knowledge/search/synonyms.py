"""Everyday words beside official ones: which groups of ``vocabulary/synonyms.yaml`` a text touches."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.search.words import lemma, words

_REST = "*"


@dataclass
class _Phrases:
    """The phrases that go on from here: a tree with a branch a word."""

    groups: set[int] = field(default_factory=set)
    """Of the phrases that end here."""
    following: "dict[int, _Phrases]" = field(default_factory=dict)


class Synonyms:
    """Groups of words and short phrases that mean the same to somebody who asks.

    A word matches in any of its forms. ``*krediet`` matches what ends so, ``verduurza*`` what begins so.
    """

    def __init__(self, groups: Sequence[Iterable[str]] = ()) -> None:
        """Prepare the groups; their order is their number."""
        self._forms: dict[str, int] = {}
        self._phrases = _Phrases()
        for number, members in enumerate(groups):
            for member in members:
                self._add(member, number)
        self._open = [(form, number) for form, number in self._forms.items() if _REST in form]
        self._known: dict[str, frozenset[int]] = {}

    def groups(self, text: str) -> list[str]:
        """Return the group of every word or phrase that is in one, as often as it occurs."""
        matched = [self._matching(word) for word in words(text)]
        return [
            str(group)
            for position, forms in enumerate(matched)
            if forms
            for group in set(_beginning(self._phrases, matched, position))
        ]

    def knows(self, word: str) -> bool:
        """Tell whether a word stands in a group, alone or in a phrase."""
        return bool(self._matching(word))

    def _add(self, member: str, group: int) -> None:
        place = self._phrases
        for form in _forms(member):
            number = self._forms.setdefault(form, len(self._forms))
            place = place.following.setdefault(number, _Phrases())
        place.groups.add(group)

    def _matching(self, word: str) -> frozenset[int]:
        """Return the numbers of the forms that a word has, remembered for the next time."""
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


def _beginning(phrases: _Phrases, matched: Sequence[frozenset[int]], position: int) -> Iterator[int]:
    """Give the groups of the phrases that the words from a position are."""
    yield from phrases.groups
    for form in matched[position] if position < len(matched) else ():
        if form in phrases.following:
            yield from _beginning(phrases.following[form], matched, position + 1)


def _forms(member: str) -> list[str]:
    """Write a member as the forms to compare words with."""
    parts = member.lower().split()
    return [form for part in parts for form in ([part] if _REST in part else map(lemma, words(part)))]


def _fits(pattern: str, word: str) -> bool:
    rest = pattern.strip(_REST)
    if len(word) <= len(rest):
        return False
    return word.endswith(rest) if pattern.startswith(_REST) else word.startswith(rest)
