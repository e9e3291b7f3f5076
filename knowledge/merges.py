"""Gemeenten that become part of another one on a day: what they are called from then on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from knowledge.schemas import GemeenteFile, MergeFile


class Merges:
    """The merges of ``areas.yaml`` as they stand on one day; before its day a merge changes nothing."""

    def __init__(self, merges: Sequence[MergeFile], today: date) -> None:
        self._done = {merge.former: merge for merge in merges if merge.sure and merge.on <= today}
        self._planned = {merge.former: merge for merge in merges if merge.former not in self._done}

    def current(self, slug: str) -> str:
        """Return the gemeente that a slug stands for now; of anything that did not merge the slug itself."""
        while slug in self._done:
            slug = self._done[slug].into
        return slug

    def aliases(self, slugs: Iterable[str]) -> frozenset[str]:
        """Return the present slugs of gemeenten and those of all that became part of them."""
        now = set(self.members(slugs))
        return frozenset(now | {former for former in self._done if self.current(former) in now})

    def done(self, slug: str) -> MergeFile | None:
        """Return the merge by which a gemeente ended."""
        return self._done.get(slug)

    def planned(self, slug: str) -> MergeFile | None:
        """Return the merge that may end a gemeente: later, or once an editor confirms it."""
        return self._planned.get(slug)

    def members(self, slugs: Iterable[str]) -> tuple[str, ...]:
        """Return the gemeenten of a group as they are now, each once."""
        return tuple(dict.fromkeys(map(self.current, slugs)))

    def joined(self, gemeenten: Mapping[str, GemeenteFile]) -> dict[str, GemeenteFile]:
        """Return the gemeenten that exist now, each with the kernen and postcodes of those it took in."""
        present = {slug: item for slug, item in gemeenten.items() if slug not in self._done}
        for slug in self._done:
            into = self.current(slug)
            present[into] = _with(present[into], gemeenten[slug])
        return present


def _with(gemeente: GemeenteFile, former: GemeenteFile) -> GemeenteFile:
    """Add a former gemeente to another one; its own name becomes that of a part."""
    kernen = dict.fromkeys((*gemeente.kernen, former.name, *former.kernen))
    postcodes = dict.fromkeys((*gemeente.postcodes, *former.postcodes))
    return gemeente.model_copy(update={"kernen": tuple(kernen), "postcodes": tuple(postcodes)})
