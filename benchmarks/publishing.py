"""Ten thousand articles: from an editor's click until another gateway answers with what was published.

Usage: python -m benchmarks.publishing
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.search.store import Store
from channels.operations.migrations import migrate
from channels.services import LOOK_FOR_CONTENT_EVERY
from kit.database import Database
from kit.settings import get_settings
from knowledge import convert
from knowledge.curation.importing import import_articles
from knowledge.curation.service import Editor, Policy, publish, save_draft, submit
from knowledge.library import Library
from knowledge.schemas import ArticleFile
from tests.servers import running_postgres

ARTICLES = 10_000
RUNS = 7
AUTHOR, REVIEWER = Editor("1", "Anna"), Editor("2", "Bram")


async def measure(name: str, url: str, store: Store, files: Sequence[ArticleFile]) -> None:
    """Fill a database, publish some times, and write what each step took."""
    migrate(url)
    database, elsewhere = Database(url), Database(url)
    try:
        began = time.perf_counter()
        async with database.transaction() as session:
            await import_articles(session, files)
        imported = time.perf_counter()
        async with database.transaction() as session:
            await import_articles(session, files)
        again = time.perf_counter()
        library = Library(elsewhere, get_settings())
        await library.load()
        _write(
            f"{name}: first import {imported - began:.0f} s, import without changes {again - imported:.1f} s"
        )
        published, refreshed = zip(
            *[await _publish(database, library, store, files[number]) for number in range(RUNS)], strict=True
        )
    finally:
        await database.close()
        await elsewhere.close()
    _write(f"  publishing one article: median {median(published):.0f} ms, worst {max(published):.0f} ms")
    _write(
        f"  bringing a gateway up to date: median {median(refreshed):.0f} ms, worst {max(refreshed):.0f} ms"
    )
    slowest = LOOK_FOR_CONTENT_EVERY + (max(published) + max(refreshed)) / 1000
    _write(
        f"  click to answer elsewhere, looking every {LOOK_FOR_CONTENT_EVERY:g} s: {slowest:.1f} s at worst"
    )


async def _publish(
    database: Database, library: Library, store: Store, file: ArticleFile
) -> tuple[float, float]:
    """Publish a change; return the milliseconds of publishing, and until another process answers with it."""
    question = f"hoe zit het precies met {file.id}"
    changed = file.model_copy(update={"questions": (question,)})
    async with database.transaction() as session:
        draft = await save_draft(session, AUTHOR, changed, base_number=1)
        await submit(session, AUTHOR, draft.id)
    began = time.perf_counter()
    async with database.transaction() as session:
        await publish(session, REVIEWER, draft.id, policy=Policy(store.areas))
    published = time.perf_counter()
    await library.refresh()
    hits = library.index.search(question, gemeente=file.area if "landelijk" not in file.area else None).hits
    assert any(hit.article.id == file.id for hit in hits), "the other gateway does not answer with it"
    return (published - began) * 1000, (time.perf_counter() - published) * 1000


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def main() -> None:
    """Measure on both databases."""
    store = Store.shipped()
    files = [convert.to_file(article) for article in store.invented(ARTICLES)]
    with tempfile.TemporaryDirectory() as folder:
        await measure("SQLite", f"sqlite+aiosqlite:///{Path(folder) / 'voordeur.db'}", store, files)
    with running_postgres() as server:
        await measure("PostgreSQL", server.create("publishing"), store, files)


if __name__ == "__main__":
    asyncio.run(main())
