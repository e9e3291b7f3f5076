"""finding tickets by words, what somebody has seen, saved views, and indexes for long lists."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

import kit.database

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_tickets_status_due_at": ["status", "due_at", "id"],
    "ix_tickets_updated_at": ["updated_at", "id"],
    "ix_tickets_gemeente_status": ["gemeente", "status"],
    "ix_tickets_topic_status": ["topic", "status"],
}

# What was said stands in the transcript (JSON) and in the history.
_STEMS = """
INSERT INTO ticket_texts (ticket_id, document)
SELECT t.id,
    to_tsvector('dutch', t.question || ' ' || t.summary || ' ' || coalesce(e.said, ''))
    || to_tsvector('dutch', t.transcript)
    || to_tsvector('simple', concat_ws(' ', t.reference, t.name, t.email, t.phone))
FROM tickets t LEFT JOIN (
    SELECT ticket_id, string_agg(note, ' ') AS said FROM ticket_events
    WHERE kind IN ('note', 'reply') GROUP BY ticket_id
) e ON e.ticket_id = t.id
"""
_WORDS = """
INSERT INTO ticket_texts (ticket_id, document)
SELECT t.id, lower(t.reference || ' ' || t.name || ' ' || coalesce(t.email, '') || ' ' || coalesce(t.phone, '')
    || ' ' || t.question || ' ' || t.summary || ' ' || t.transcript || ' ' || coalesce((
        SELECT group_concat(note, ' ') FROM ticket_events
        WHERE ticket_id = t.id AND kind IN ('note', 'reply')), ''))
FROM tickets t
"""


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, "tickets", columns)
    stems = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "ticket_texts",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("document", TSVECTOR() if stems else sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_texts_ticket_id_tickets"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_ticket_texts")),
    )
    op.execute(_STEMS if stems else _WORDS)
    if stems:
        op.create_index("ix_ticket_texts_document", "ticket_texts", ["document"], postgresql_using="gin")
    _seen_and_views()


def _seen_and_views() -> None:
    op.create_table(
        "desk_seen_tickets",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["desk_users.id"],
            name=op.f("fk_desk_seen_tickets_user_id_desk_users"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
            name=op.f("fk_desk_seen_tickets_ticket_id_tickets"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "ticket_id", name=op.f("pk_desk_seen_tickets")),
    )
    op.create_index(op.f("ix_desk_seen_tickets_ticket_id"), "desk_seen_tickets", ["ticket_id"])
    op.create_table(
        "desk_saved_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("query", sa.String(1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["desk_users.id"],
            name=op.f("fk_desk_saved_views_user_id_desk_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_saved_views")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_desk_saved_views_user_id_name")),
    )


def downgrade() -> None:
    for table in ("desk_saved_views", "desk_seen_tickets", "ticket_texts"):
        op.drop_table(table)
    for name in INDEXES:
        op.drop_index(name, "tickets")
