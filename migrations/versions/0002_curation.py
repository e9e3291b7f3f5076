"""revisions, review, and content versions that count."""

import sqlalchemy as sa
from alembic import op

import kit.database

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATES = ("draft", "in-review", "published", "rejected", "conflict", "discarded")
ORIGINS = ("desk", "file", "expiry")


def bare(phrasing: str) -> str:
    """The phrasings that are there, written as new ones will be."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in phrasing.casefold()).split())


def upgrade() -> None:
    op.create_table(
        "article_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(length=120), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("base_number", sa.Integer(), nullable=True),
        sa.Column("state", sa.Enum(*STATES, name="state", native_enum=False, length=20), nullable=False),
        sa.Column("origin", sa.Enum(*ORIGINS, name="origin", native_enum=False, length=20), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("in_files", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.String(length=64), nullable=True),
        sa.Column("author_name", sa.String(length=120), nullable=False),
        sa.Column("reviewer_id", sa.String(length=64), nullable=True),
        sa.Column("reviewer_name", sa.String(length=120), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_at", kit.database.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_revisions")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_article_revisions_article_id_number")),
    )
    with op.batch_alter_table("article_revisions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_article_revisions_article_id_fingerprint"), ["article_id", "fingerprint"]
        )
        batch_op.create_index(batch_op.f("ix_article_revisions_state"), ["state"])
    op.create_table(
        "review_reminders",
        sa.Column("article_id", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("recipient_id", sa.String(length=64), nullable=False),
        sa.Column("claimed_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sent_at", kit.database.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("article_id", "due_on", "recipient_id", name=op.f("pk_review_reminders")),
    )
    _add("articles", sa.Column("language", sa.String(length=8), nullable=False), "nl")
    _add("articles", sa.Column("translation_of", sa.String(length=120), nullable=True))
    _add("articles", sa.Column("kind", sa.String(length=20), nullable=True))
    _add("articles", sa.Column("revision", sa.Integer(), nullable=False), "0")
    _add("articles", sa.Column("changed_in", sa.Integer(), nullable=False), "1")
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_articles_changed_in"), ["changed_in"])
    _add_bare()
    _count_versions()
    _add("desk_users", sa.Column("owner_roles", sa.JSON(), nullable=False), "[]")


def _add(table: str, column: sa.Column, present: str | None = None) -> None:
    """Add a column; the rows that are there get a value, later ones bring their own."""
    column.server_default = sa.DefaultClause(present) if present is not None else None
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.add_column(column)
    if present is not None:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(
                column.name, existing_type=column.type, existing_nullable=False, server_default=None
            )


def _add_bare() -> None:
    _add("article_questions", sa.Column("bare", sa.String(length=1500), nullable=False), "")
    questions = sa.table("article_questions", *map(sa.column, ("article_id", "position", "text", "bare")))
    connection = op.get_bind()
    for row in connection.execute(sa.select(questions)).all():
        connection.execute(
            questions.update()
            .where(questions.c.article_id == row.article_id, questions.c.position == row.position)
            .values(bare=bare(row.text))
        )
    with op.batch_alter_table("article_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_questions_bare"), ["bare"])


def _count_versions() -> None:
    """Replace fingerprints by counting, from a row that is always there to lock."""
    op.drop_table("content_state")
    state = op.create_table(
        "content_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("imported_at", kit.database.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_state")),
    )
    filled = op.get_bind().scalar(sa.text("SELECT count(*) FROM articles"))
    op.bulk_insert(state, [{"id": 1, "version": 1 if filled else 0}])


def downgrade() -> None:
    with op.batch_alter_table("desk_users", schema=None) as batch_op:
        batch_op.drop_column("owner_roles")
    op.drop_table("content_state")
    op.create_table(
        "content_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("imported_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_state")),
    )
    with op.batch_alter_table("article_questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_questions_bare"))
        batch_op.drop_column("bare")
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_articles_changed_in"))
        for name in ("changed_in", "revision", "kind", "translation_of", "language"):
            batch_op.drop_column(name)
    op.drop_table("review_reminders")
    op.drop_table("article_revisions")
