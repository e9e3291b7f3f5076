"""The schema: the migrations make exactly the tables of the models, in one line of history."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from servers import Postgres
from sqlalchemy import create_engine, select, text

import channels.app  # noqa: F401 - registers the tables of every room
from channels.desk.models import DeskUser
from channels.operations.errors import OperationsError
from channels.operations.migrations import _config, is_migrated, migrate
from kit.database import Base
from kit.settings import ROOT


def _belongs(each: object, dialect: str) -> bool:
    """Tell whether this database has it at all: an index may be for one kind of database only."""
    only = getattr(getattr(each, "_ddl_if", None), "dialect", None)
    return only is None or only == dialect


def differences(url: str) -> list[object]:
    """Return what alembic would still change to get from the database to the models."""
    engine = create_engine(url.replace("+aiosqlite", ""))
    try:
        with engine.connect() as connection:
            options: dict[str, Any] = {"compare_type": True, "compare_server_default": True}
            options["include_object"] = lambda each, *_: _belongs(each, connection.dialect.name)
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


def test_what_was_there_before_curation_is_kept(database_kind_url: str) -> None:
    """Articles from the first schema stay served, and the phrasings can be compared."""
    engine = create_engine(database_kind_url.replace("+aiosqlite", ""))
    command.upgrade(_config(database_kind_url), "0001")
    with engine.begin() as connection:
        for statement in OLD_ROWS:
            connection.execute(text(statement))
    migrate(database_kind_url)
    try:
        with engine.connect() as connection:
            article = connection.execute(
                text("SELECT language, kind, revision, changed_in FROM articles")
            ).one()
            assert tuple(article) == ("nl", None, 0, 1)
            assert connection.scalar(text("SELECT bare FROM article_questions")) == "mag ik dit"
            assert connection.scalar(text("SELECT version FROM content_state")) == 1
            assert connection.scalar(select(DeskUser.owner_roles)) == []
    finally:
        engine.dispose()


OLD_ROWS = (
    "INSERT INTO articles (id, title, topic, subject, area, audience, short_answer, details, checked_on,"
    " valid_from, valid_until, owner, upl, certainty, status) VALUES ('oud', 'Oud', 'contact', 'oud',"
    " 'laren', '[]', 'Ja.', '', '2026-01-01', '2026-01-01', '2027-01-01', 'redactie', NULL, 'hoog',"
    " 'published')",
    "INSERT INTO article_questions (article_id, position, text) VALUES ('oud', 0, 'Mag ik dit?')",
    "INSERT INTO content_state (id, version, imported_at) VALUES (1, 'abc', '2026-01-01 00:00:00')",
    "INSERT INTO desk_users (email, name, password_hash, role, active, created_at)"
    " VALUES ('a@b.nl', 'A', 'x', 'editor', true, '2026-01-01 00:00:00')",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'old.db'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    yield postgres.create("voordeur_old")
    postgres.drop("voordeur_old")


def test_a_database_that_does_not_answer_is_one_sentence() -> None:
    url = "postgresql+psycopg://voordeur:secret%25@127.0.0.1:9/voordeur"
    assert not is_migrated(url)
    with pytest.raises(OperationsError, match="VOORDEUR_DATABASE_URL") as raised:
        migrate(url)
    assert "secret" not in str(raised.value)
