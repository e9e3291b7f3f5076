"""Gemeenten, regions and groups: recognising them in what people type, and which article covers which."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz, process

from kit import clock
from knowledge.errors import KnowledgeError
from knowledge.merges import Merges
from knowledge.schemas import AreasFile, GemeenteFile, MergeFile

NATIONAL = "landelijk"
REGIONAL = "regio"

_MOST_SPECIFIC = 1000
"""More than the Netherlands has gemeenten, so that any group weighs more than the whole country."""
_TYPO_SCORE = 85
"""Of 100: one wrong letter in a long name (`blaricom`), never `muizen` for Huizen or Haren for Laren."""
_TYPO_LENGTH = 6
"""Letters; in shorter names one wrong letter makes another place."""

_LEADS_TO_PLACE = frozenset({"in", "uit", "gemeente"})
"""After these an ambiguous name is a place; not after `van` or `te`: `verkoop van huizen`, `te leiden`."""
_SMALL_WORDS = (
    _LEADS_TO_PLACE
    | {"te", "bij", "van", "naar", "rond", "nabij", "voor", "de", "het", "is", "dat"}
    | {"ik", "woon", "werk", "zit", "kom", "ben", "gevestigd", "mijn", "bedrijf", "regio"}
)
"""Words around a place in an answer to the question where somebody is."""
_WORD = re.compile(r"[^\W_]+(?:['’`.][^\W_]+)*")
_POSTCODE = re.compile(r"\b([1-9]\d{3})(?:([a-z]{2})|\s?([A-Z]{2}))\b")
_BARE_POSTCODE = re.compile(r"^\W*(?:postcode\W+)?([1-9]\d{3})(?:\s?[A-Za-z]{2})?\W*$", re.IGNORECASE)


@dataclass(frozen=True)
class _Word:
    key: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True)
class _Mention:
    """A place named in a text, from one position up to another."""

    gemeente: str
    start: int
    end: int


@lru_cache(maxsize=100_000)
def _key(text: str) -> str:
    """Write a name the way everybody's spelling of it comes out the same."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _words(text: str) -> list[_Word]:
    """Split a text into words, with the position of each."""
    return [
        _Word(_key(found[0]), found.start(), found.end(), found[0][0].isupper())
        for found in _WORD.finditer(text)
    ]


class Areas:
    """The areas of ``areas.yaml`` on one day, seen from one region.

    A gemeente that merged keeps its slug in links, articles and what was stored; every method takes it.
    """

    def __init__(self, content: AreasFile, region: str, today: date | None = None) -> None:
        """Prepare the areas for a region as they are on a day, by default the present one.

        Raises:
            KnowledgeError: the region is not one of the regions in the file.
        """
        if region not in content.regions:
            raise KnowledgeError(f"De regio {region} staat niet onder regions in areas.yaml.")
        self._merges = Merges(content.merges, today or clock.today())
        self.region = region
        self.region_name = content.regions[region].name
        self.region_gemeenten: tuple[str, ...] = self._merges.members(content.regions[region].gemeenten)
        self._known = content.gemeenten
        self._present = self._merges.joined(content.gemeenten)
        self._groups = {**content.regions, **content.groups}
        self._places = self._index_places()
        self._ambiguous = {
            (self.current(slug), key)
            for slug, gemeente in content.gemeenten.items()
            if gemeente.ambiguous
            for key in (_key(gemeente.name), slug)
        }
        self._longest: dict[str, int] = {}
        for name in self._places:
            first, *others = name.split()
            self._longest[first] = max(self._longest.get(first, 0), len(others) + 1)
        self._typable = {
            name: slug
            for name, slug in self._places.items()
            if self.in_region(slug) and len(name) >= _TYPO_LENGTH
        }
        self._postcodes = self._index_postcodes()

    def find(self, text: str) -> str | None:
        """Return the slug of the one gemeente that a short text names by name, kern or postcode.

        Two gemeenten of the region in one text prove nothing; one in the region goes before one elsewhere.
        """
        named = [mention.gemeente for mention in self._mentions(text)] + self._by_postcode(text)
        inside = {slug for slug in named if self.in_region(slug)}
        found = inside or set(named)
        if len(found) == 1:
            return found.pop()
        return None if found else self._by_likeness(text)

    def without_places(self, text: str, gemeente: str | None = None) -> str:
        """Remove the names of places from a text.

        The names of the given gemeente go even where they could be an ordinary word.
        """
        for mention in reversed(self._mentions(text, self.current(gemeente) if gemeente else None)):
            text = f"{text[: mention.start]} {text[mention.end :]}"
        return text

    def name(self, slug: str) -> str:
        """Return the name of an area as people read it; for an unknown key the key itself."""
        if slug == NATIONAL:
            return "heel Nederland"
        if slug == REGIONAL:
            return self.region_name
        area = self._known.get(slug) or self._groups.get(slug)
        return area.name if area else slug

    def gemeenten(self) -> dict[str, GemeenteFile]:
        """Return every gemeente that exists now by its slug, those of the region first."""
        first = {slug: self._present[slug] for slug in self.region_gemeenten}
        return first | self._present

    def groups(self) -> dict[str, str]:
        """Return the names of the areas that are several gemeenten together, by their keys."""
        return {slug: group.name for slug, group in self._groups.items()}

    def current(self, slug: str) -> str:
        """Return the gemeente that a stored or linked slug stands for now; of other areas the key itself."""
        return self._merges.current(slug)

    def merged(self, area: str) -> MergeFile | None:
        """Return the merge by which a gemeente ended; nothing while it exists."""
        return self._merges.done(area)

    def merge_planned(self, area: str) -> MergeFile | None:
        """Return the merge that may end a gemeente: its day is not there yet, or nobody confirmed it."""
        return self._merges.planned(area)

    def aliases(self, *slugs: str) -> frozenset[str]:
        """Return every slug, past and present, under which these gemeenten may have been stored."""
        return self._merges.aliases(slugs)

    def in_region(self, slug: str) -> bool:
        """Tell whether a gemeente belongs to the configured region."""
        return self.current(slug) in self.region_gemeenten

    def is_gemeente(self, slug: str) -> bool:
        """Tell whether a slug is that of a Dutch gemeente, also one that merged since."""
        return slug in self._known

    def is_area(self, key: str) -> bool:
        """Tell whether an article may have this area."""
        return key in {NATIONAL, REGIONAL} or key in self._known or key in self._groups

    def covers(self, area: str, gemeente: str) -> bool:
        """Tell whether an article for an area holds in a gemeente, or in a part that was one before."""
        return area == NATIONAL or self.current(gemeente) in self._members(area)

    def specificity(self, area: str) -> int:
        """Weigh an area: a gemeente most, then a former one, a small group, a large one; the country 0."""
        if area in self._known:
            return _MOST_SPECIFIC - 1 if self.merged(area) else _MOST_SPECIFIC
        return 0 if area == NATIONAL else _MOST_SPECIFIC - 1 - len(self._members(area))

    def _members(self, area: str) -> tuple[str, ...]:
        if area == REGIONAL:
            return self.region_gemeenten
        if area in self._known:
            return (self.current(area),)
        return self._merges.members(self._groups[area].gemeenten) if area in self._groups else ()

    def _index_places(self) -> dict[str, str]:
        """Map every spelling of every place to its gemeente; the region goes first where two share a name."""
        places: dict[str, str] = {}
        for slug, gemeente in self.gemeenten().items():
            slugs = (alias.replace("-", " ") for alias in self.aliases(slug))
            for name in (gemeente.name, *slugs, *gemeente.kernen):
                words = [word.key for word in _words(name)]
                places.setdefault(" ".join(words), slug)
                places.setdefault("".join(words), slug)
        return places

    def _index_postcodes(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for slug, gemeente in self.gemeenten().items():
            for postcodes in gemeente.postcodes:
                first, _, last = postcodes.partition("-")
                for postcode in range(int(first), int(last or first) + 1):
                    found.setdefault(postcode, slug)
        return found

    def _mentions(self, text: str, sure: str | None = None) -> list[_Mention]:
        """Find the places that a text names, from left to right, the longest name first."""
        words, found, position = _words(text), [], 0
        while position < len(words):
            length = next(self._lengths(words, position, sure), 0)
            if length:
                last = words[position + length - 1]
                slug = self._places[_joined(words, position, length)]
                found.append(_Mention(slug, words[position].start, last.end))
            position += length or 1
        return found

    def _lengths(self, words: list[_Word], position: int, sure: str | None) -> Iterator[int]:
        """Give the numbers of words from a position that together are a place, the largest first."""
        longest = min(self._longest.get(words[position].key, 0), len(words) - position)
        for length in range(longest, 0, -1):
            slug = self._places.get(_joined(words, position, length))
            if slug and (slug == sure or length > 1 or self._is_place(words, position, slug)):
                yield length

    def _is_place(self, words: list[_Word], position: int, slug: str) -> bool:
        """Accept a name that is also an ordinary word as a whole answer, after `in`, or with a capital."""
        if (slug, words[position].key) not in self._ambiguous:
            return True
        others = {word.key for word in (*words[:position], *words[position + 1 :])}
        alone = others <= _SMALL_WORDS
        after = position > 0 and words[position - 1].key in _LEADS_TO_PLACE
        return alone or after or (position > 0 and words[position].capital)

    def _by_postcode(self, text: str) -> list[str]:
        """Read postcodes; four bare digits count only on their own, for they may be a year or an amount."""
        digits = [found[1] for found in _POSTCODE.finditer(text)]
        bare = _BARE_POSTCODE.match(text)
        if bare:
            digits.append(bare[1])
        return [self._postcodes[int(code)] for code in digits if int(code) in self._postcodes]

    def _by_likeness(self, text: str) -> str | None:
        """Forgive a typing error in a short answer that can hardly be anything but a place of the region."""
        words = [word.key for word in _words(text) if word.key not in _SMALL_WORDS]
        typed = "".join(words)
        if len(words) > 3:
            return None
        best = process.extractOne(typed, self._typable.keys(), scorer=fuzz.ratio, score_cutoff=_TYPO_SCORE)
        return self._typable[best[0]] if best else None


def _joined(words: list[_Word], position: int, length: int) -> str:
    return " ".join(word.key for word in words[position : position + length])
