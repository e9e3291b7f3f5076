"""Bring a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from channels.operations.errors import OperationsError
from kit.settings import ROOT


def migrate(url: str) -> None:
    """Run the migrations that a database lacks; a SQLite file and its folder are made when absent.

    Raises:
        OperationsError: the database does not answer.
    """
    _make_folder(url)
    try:
        command.upgrade(_config(url), "head")
    except OperationalError as error:
        raise OperationsError(
            "De database antwoordt niet. Controleer VOORDEUR_DATABASE_URL en of de database draait."
        ) from error


def is_migrated(url: str) -> bool:
    """Tell whether a database has the newest schema; an absent SQLite file has not."""
    path = make_url(url).database
    if url.startswith("sqlite") and not (path and Path(path).exists()):
        return False
    engine = create_engine(url.replace("+aiosqlite", ""))
    try:
        with engine.connect() as connection:
            present = MigrationContext.configure(connection).get_current_revision()
    except OperationalError:
        return False
    finally:
        engine.dispose()
    return present == ScriptDirectory.from_config(_config(url)).get_current_head()


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    # Alembic reads % as the start of a variable; a password may hold one.
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def _make_folder(url: str) -> None:
    path = make_url(url).database
    if url.startswith("sqlite") and path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
