"""The schema: the migrations make exactly the tables of the models, in one line of history."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from servers import Postgres
from sqlalchemy import create_engine

import channels.app  # noqa: F401 - registers the tables of every room
from channels.operations.errors import OperationsError
from channels.operations.migrations import is_migrated, migrate
from kit.database import Base
from kit.settings import ROOT


def differences(url: str) -> list[object]:
    """Return what alembic would still change to get from the database to the models."""
    engine = create_engine(url.replace("+aiosqlite", ""))
    try:
        with engine.connect() as connection:
            options = {"compare_type": True, "compare_server_default": True}
            context = MigrationContext.configure(connection, opts=options)
            return list(compare_metadata(context, Base.metadata))
    finally:
        engine.dispose()


def test_the_migrated_database_is_that_of_the_models(database_url: str) -> None:
    assert differences(database_url) == []


def test_a_missing_table_would_be_noticed(tmp_path: Path) -> None:
    assert differences(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}")


def test_the_history_is_one_line() -> None:
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    revisions = list(scripts.walk_revisions())
    assert len(scripts.get_heads()) == len(scripts.get_bases()) == 1
    assert not any(revision.is_merge_point or revision.is_branch_point for revision in revisions)


def test_an_empty_sqlite_file_is_made_and_migrated(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'new folder' / 'voordeur.db'}"
    assert not is_migrated(url)
    migrate(url)
    assert is_migrated(url)
    migrate(url)  # twice is once
    assert is_migrated(url)


def test_an_empty_postgresql_database_is_migrated(postgres: Postgres) -> None:
    url = postgres.create("voordeur_unmigrated")
    try:
        assert not is_migrated(url)
        migrate(url)
        assert is_migrated(url)
    finally:
        postgres.drop("voordeur_unmigrated")


def test_a_database_that_does_not_answer_is_one_sentence() -> None:
    url = "postgresql+psycopg://voordeur:secret%25@127.0.0.1:9/voordeur"
    assert not is_migrated(url)
    with pytest.raises(OperationsError, match="VOORDEUR_DATABASE_URL") as raised:
        migrate(url)
    assert "secret" not in str(raised.value)
