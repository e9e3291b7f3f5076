"""Recognising places in what people type: by name, kern or postcode, also misspelt."""

from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz, process

from knowledge.business_place import of_business
from knowledge.place_typos import PlaceTypos
from knowledge.place_words import Mention, Word, joined, split
from knowledge.plain_words import LEADS_TO_PLACE, SMALL_WORDS, is_ordinary
from knowledge.postcodes import Postcodes
from knowledge.schemas import GemeenteFile

_TYPO_SCORE = 85
"""Of 100: one wrong letter in a long name (`blaricom`), never `muizen` for Huizen or Haren for Laren."""
_TYPO_LENGTH = 6
"""Letters; in shorter names one wrong letter makes another place."""
_PLACE_FOLLOWS = frozenset({"in", "te", "uit", "naar", "omgeving", "nabij", "bij", "regio", "gemeente"})


class Places:
    """The names and postcodes of gemeenten, seen from one region."""

    def __init__(
        self,
        gemeenten: Mapping[str, GemeenteFile],
        aliases: Mapping[str, frozenset[str]],
        ambiguous: frozenset[tuple[str, str]],
        region: frozenset[str],
        near: frozenset[str],
    ) -> None:
        """Prepare the recognition.

        Args:
            gemeenten: those that exist, by slug, the region's first: they go first where two share a name.
            aliases: for each of them every slug, past and present.
            ambiguous: a gemeente and the spelling of its name that is an ordinary word too.
            region: the gemeenten of the region, which go before one elsewhere.
            near: those and others of which also typing errors and bare postcodes are understood.
        """
        self._region, self._ambiguous = region, ambiguous
        self._names = _index_names(gemeenten, aliases)
        self._longest: dict[str, int] = {}
        for name in self._names:
            first, *others = name.split()
            self._longest[first] = max(self._longest.get(first, 0), len(others) + 1)
        self._typable = {
            name: slug for name, slug in self._names.items() if slug in region and len(name) >= _TYPO_LENGTH
        }
        self._typos = self._prepare_typos(near)
        self._postcodes = Postcodes({slug: item.postcodes for slug, item in gemeenten.items()}, near)

    def find(self, text: str) -> str | None:
        """Return the slug of the one gemeente that a text names.

        Two gemeenten of the region prove nothing, unless one is said to be that of the business; one in
        the region goes before one elsewhere.
        """
        mentions = self.mentions(text)
        named = {mention.gemeente for mention in mentions} | set(self._postcodes.full(text))
        named = named or set(self._postcodes.bare(text))
        found = (named & self._region) or named
        if len(found) > 1:
            found &= of_business(text, mentions)
            return found.pop() if len(found) == 1 else None
        return found.pop() if found else self._by_likeness(text)

    def mentions(self, text: str, sure: str | None = None) -> list[Mention]:
        """Find the places that a text names, from left to right, the longest name first.

        The names of a gemeente that is sure count even where they could be an ordinary word.
        """
        words, found, position = split(text), [], 0
        while position < len(words):
            length, slug = self._at(words, position, sure)
            if slug:
                last = words[position + length - 1]
                found.append(Mention(slug, words[position].start, last.end))
            position += length
        return found

    def _at(self, words: list[Word], position: int, sure: str | None) -> tuple[int, str | None]:
        """Return the place that begins at a word with its number of words, else one word and nothing."""
        if words[position].key in self._longest:
            length = next(self._lengths(words, position, sure), 0)
            if length:
                return length, self._names[joined(words, position, length)]
        after_place_word = position > 0 and words[position - 1].key in _PLACE_FOLLOWS
        return 1, self._typos.meant(words[position].key, after_place_word)

    def _lengths(self, words: list[Word], position: int, sure: str | None) -> Iterator[int]:
        """Give the numbers of words from a position that together are a place, the largest first."""
        longest = min(self._longest[words[position].key], len(words) - position)
        for length in range(longest, 0, -1):
            slug = self._names.get(joined(words, position, length))
            if slug and (slug == sure or length > 1 or self._is_place(words, position, slug)):
                yield length

    def _is_place(self, words: list[Word], position: int, slug: str) -> bool:
        """Accept a name that is also an ordinary word as a whole answer, after `in`, or with a capital.

        Who types no capitals means the place of the region, unless it reads as the ordinary word.
        """
        word = words[position]
        if (slug, word.key) not in self._ambiguous:
            return True
        others = {other.key for other in (*words[:position], *words[position + 1 :])}
        after = position > 0 and words[position - 1].key in LEADS_TO_PLACE
        if word.capital or after or others <= SMALL_WORDS:
            return True
        chat = not any(other.named for other in words)
        return slug in self._region and chat and not is_ordinary(words, position)

    def _by_likeness(self, text: str) -> str | None:
        """Forgive a typing error in a short answer that can hardly be anything but a place of the region."""
        words = [word.key for word in split(text) if word.key not in SMALL_WORDS]
        if len(words) > 3:
            return None
        typed = "".join(words)
        best = process.extractOne(typed, self._typable.keys(), scorer=fuzz.ratio, score_cutoff=_TYPO_SCORE)
        return self._typable[best[0]] if best else None

    def _prepare_typos(self, near: frozenset[str]) -> PlaceTypos:
        names = {name: slug for name, slug in self._names.items() if slug in near and " " not in name}
        unsure = frozenset(name for _, name in self._ambiguous)
        return PlaceTypos(names, unsure, frozenset(self._names))


def _index_names(
    gemeenten: Mapping[str, GemeenteFile], aliases: Mapping[str, frozenset[str]]
) -> dict[str, str]:
    """Map every spelling of every place to its gemeente."""
    names: dict[str, str] = {}
    for slug, gemeente in gemeenten.items():
        slugs = (alias.replace("-", " ") for alias in aliases[slug])
        for name in (gemeente.name, *slugs, *gemeente.kernen):
            words = [word.key for word in split(name)]
            names.setdefault(" ".join(words), slug)
            names.setdefault("".join(words), slug)
    return names
