"""Gemeenten, regions and groups: what is known of them, and which article covers which."""

from datetime import date

from kit import clock
from knowledge.errors import KnowledgeError
from knowledge.merges import Merges
from knowledge.place_words import key
from knowledge.places import Places
from knowledge.schemas import AreasFile, GemeenteFile, MergeFile

NATIONAL = "landelijk"
REGIONAL = "regio"

_MOST_SPECIFIC = 1000
"""More than the Netherlands has gemeenten, so that any group weighs more than the whole country."""


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
        self._places = self._prepare_places()

    def find(self, text: str) -> str | None:
        """Return the slug of the one gemeente that a text names by name, kern or postcode.

        Two gemeenten of the region prove nothing unless one is said to be the business's; one in the
        region goes before one elsewhere.
        """
        return self._places.find(text)

    def without_places(self, text: str, gemeente: str | None = None) -> str:
        """Remove the names of places from a text.

        The names of the given gemeente go even where they could be an ordinary word.
        """
        for mention in reversed(self._places.mentions(text, self.current(gemeente) if gemeente else None)):
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

    def _prepare_places(self) -> Places:
        """Make the recognition; besides the region it knows the gemeenten of the groups best."""
        present = self.gemeenten()
        region = frozenset(self.region_gemeenten)
        grouped = (slug for group in self._groups.values() for slug in self._merges.members(group.gemeenten))
        ambiguous = (
            (self.current(slug), name)
            for slug, gemeente in self._known.items()
            if gemeente.ambiguous
            for name in (key(gemeente.name), slug)
        )
        aliases = {slug: self.aliases(slug) for slug in present}
        return Places(present, aliases, frozenset(ambiguous), region, region | frozenset(grouped))
