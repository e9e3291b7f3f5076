"""Databases with the content of a test in them."""

import hashlib
import shutil
from datetime import date
from pathlib import Path

from handoff.models import ContactMoment
from kit import clock
from kit.database import Database
from knowledge.files import read_content
from knowledge.service import import_content


class Imported:
    """SQLite files into which content was imported: one for each set of articles and day, made once."""

    def __init__(self, folder: Path) -> None:
        """Keep them in a folder."""
        self._folder = folder

    async def path(self, content: Path, empty: Path) -> Path:
        """Return the file for a content folder, made from a migrated one without rows."""
        made = self._folder / f"{_fingerprint(content)}-{clock.today()}.db"
        if not made.exists():
            making = made.with_suffix(".part")
            shutil.copyfile(empty, making)
            await fill(f"sqlite+aiosqlite:///{making}", content)
            making.rename(made)
        return made


async def fill(url: str, content: Path) -> None:
    """Import a content folder into a migrated database, and add a walk-in hour in Laren."""
    database = Database(url)
    async with database.transaction() as session:
        await import_content(session, read_content(content))
        session.add(_contact_moment())
    await database.close()


def _fingerprint(content: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(content.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(content)).encode() + path.read_bytes())
    return digest.hexdigest()


def _contact_moment() -> ContactMoment:
    return ContactMoment(
        id="spreekuur-laren",
        gemeente="laren",
        title="Spreekuur voor ondernemers",
        weekday=1,
        starts="09:00",
        ends="11:00",
        place="Gemeentehuis",
        example=True,
        valid_from=date(2026, 1, 1),
    )
