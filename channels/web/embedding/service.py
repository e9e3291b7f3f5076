"""The embeddings: kept in the database, and known to every gateway within seconds."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.web.embedding.models import Embedding
from kit.database import Database


async def all_embeddings(session: AsyncSession) -> Sequence[Embedding]:
    """Return every embedding, in the order in which they were made."""
    return (await session.scalars(select(Embedding).order_by(Embedding.id))).all()


class Embeddings:
    """What this gateway knows of the embeddings; `refresh` is called every few seconds."""

    def __init__(self, database: Database) -> None:
        """Know nothing yet: nobody else's website is allowed until `refresh`."""
        self._database = database
        self._all: Sequence[Embedding] = ()
        self._origins: frozenset[str] = frozenset()

    async def refresh(self) -> None:
        """Read what the coordinators set."""
        async with self._database.reading() as session:
            self._all = await all_embeddings(session)
        self._origins = frozenset(origin for each in self._all for origin in each.origins)

    def allows(self, origin: str) -> bool:
        """Tell whether a page of this origin may call the API: exactly as it stands in the list.

        An embedding that is off stays allowed, so that conversations that are going on can end well.
        """
        return origin in self._origins

    def find(self, slugs: Collection[str], origin: str | None) -> Embedding | None:
        """Return the embedding on a website for a gemeente, under any of its slugs; none: the whole region.

        On a website that is in a list, that of the region goes for every gemeente, and a widget that names no
        gemeente gets the first. A website in no list, such as our own, sees what the gemeente has elsewhere.
        """
        of_site = [each for each in self._all if origin in each.origins]
        exactly = [each for each in of_site if each.gemeente in slugs]
        of_region = [each for each in of_site if each.gemeente is None]
        elsewhere = [
            each for each in self._all if (each.gemeente in slugs if slugs else each.gemeente is None)
        ]
        found = [*exactly, *of_region, *([] if slugs else of_site), *elsewhere]
        return found[0] if found else None
