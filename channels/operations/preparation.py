"""What must be true before the gateway may serve: database migrated, content and directory imported."""

import errno
import os
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk.service import ensure_first_users
from channels.operations.errors import OperationsError
from channels.operations.migrations import migrate
from channels.operations.training import Progress
from channels.web.widget.files import read_widget
from channels.web.widget.versions import keep
from handoff.service import DirectoryCounts, import_directory
from kit.database import Database
from kit.settings import Settings
from knowledge.curation.importing import ImportReport
from knowledge.files import Content
from knowledge.service import import_content

SPACE_NEEDED = 500 * 1024**2  # bytes, for models, database and logs

Login = tuple[str, str, str]


def check_place(settings: Settings) -> None:
    """Refuse to start where it cannot work.

    Raises:
        OperationsError: the data folder cannot be written, or the disk is full.
    """
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(settings.data_dir).free
    except OSError as error:
        raise OperationsError(
            f"De gegevensmap {settings.data_dir} kan niet worden gemaakt ({error.strerror}). "
            "Kies een andere met VOORDEUR_DATA_DIR."
        ) from error
    if not os.access(settings.data_dir, os.W_OK):
        raise OperationsError(
            f"In de gegevensmap {settings.data_dir} mag niet worden geschreven. "
            "Geef die rechten, of kies een andere map met VOORDEUR_DATA_DIR."
        )
    if free < SPACE_NEEDED:
        raise OperationsError(
            f"Er is nog maar {free // 1024**2} MB vrij op de schijf. "
            f"Maak ten minste {SPACE_NEEDED // 1024**2} MB vrij."
        )


def check_port(host: str, port: int, setting: str) -> None:
    """Refuse a port on which something listens already.

    Raises:
        OperationsError: the port is taken or may not be used.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = "is al in gebruik" if error.errno == errno.EADDRINUSE else f"kan niet ({error.strerror})"
            raise OperationsError(f"Poort {port} op {host} {why}. Kies een andere met {setting}.") from error


async def prepare(settings: Settings, content: Content, progress: Progress) -> None:
    """Migrate, import, and keep this version of the widget for the websites that name it.

    Raises:
        OperationsError: the database does not answer.
        DirectoryError: a file of the directory is wrong; nothing is imported.
    """
    progress("de database wordt bijgewerkt")
    migrate(settings.database)
    async with _transaction(settings) as session:
        progress(await import_all(session, content, settings))
        await keep(session, read_widget())


async def first_logins(settings: Settings) -> list[Login]:
    """Make log-ins when there are none and return them, to show once: the last step before serving."""
    async with _transaction(settings) as session:
        return await ensure_first_users(session)


@asynccontextmanager
async def _transaction(settings: Settings) -> AsyncIterator[AsyncSession]:
    """Open one transaction on a database that nothing is connected to yet."""
    database = Database(settings.database)
    try:
        async with database.transaction() as session:
            yield session
    finally:
        await database.close()


async def import_all(session: AsyncSession, content: Content, settings: Settings) -> str:
    """Import the articles and the directory, and return in a Dutch line what changed.

    Raises:
        DirectoryError: a file of the directory is wrong; the caller's transaction must not be committed.
    """
    report = await import_content(session, content)
    directory = await import_directory(session, settings.content_dir)
    return "\n".join([_told(report, settings.base_url), *_told_of_directory(directory, settings.base_url)])


def _told(report: ImportReport, base_url: str) -> str:
    lines = [
        f"kennis ingelezen: {report.added} artikelen nieuw, {report.changed} gewijzigd, "
        f"{report.removed} ingetrokken, {report.unchanged} gelijk gebleven"
    ]
    if report.kept:
        lines.append(f"{report.kept} artikelen blijven zoals de desk ze maakte")
    if report.conflicts:
        lines.append(
            f"bestand en desk verschillen: {', '.join(report.conflicts)}. "
            f"De versie van de desk blijft staan; kies op de werklijst: {base_url}/desk/worklist"
        )
    return "\n".join(lines)


def _told_of_directory(counts: DirectoryCounts, base_url: str) -> list[str]:
    if not counts.conflicts:
        return []
    return [
        f"gids: bestand en desk verschillen: {', '.join(counts.conflicts)}. "
        f"Wat aan de desk is gewijzigd, blijft staan; bekijk het verschil: {base_url}/desk/directory"
    ]
