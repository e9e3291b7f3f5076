"""what people do with tickets: promises, transfers, tags, mentions, attachments, canned replies."""

import sqlalchemy as sa
from alembic import op

import kit.database

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ALARMS = ("none", "amber", "red")


def _moment() -> kit.database.UtcDateTime:
    return kit.database.UtcDateTime(timezone=True)


def upgrade() -> None:
    _widen_tickets()
    op.create_table(
        "ticket_tags",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_tags_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_id", "tag", name=op.f("pk_ticket_tags")),
    )
    op.create_index(op.f("ix_ticket_tags_tag"), "ticket_tags", ["tag"])
    op.create_table(
        "ticket_mentions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("account_manager_id", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("read_at", _moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
            name=op.f("fk_ticket_mentions_ticket_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["account_manager_id"],
            ["account_managers.id"],
            name=op.f("fk_ticket_mentions_account_manager_id"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["ticket_events.id"],
            name=op.f("fk_ticket_mentions_event_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_mentions")),
    )
    op.create_index(op.f("ix_ticket_mentions_ticket_id"), "ticket_mentions", ["ticket_id"])
    op.create_index(op.f("ix_ticket_mentions_account_manager_id"), "ticket_mentions", ["account_manager_id"])
    op.create_table(
        "ticket_attachments",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_by", sa.String(length=120), nullable=False),
        sa.Column("added_at", _moment(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.id"],
            name=op.f("fk_ticket_attachments_ticket_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["ticket_events.id"],
            name=op.f("fk_ticket_attachments_event_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_attachments")),
    )
    op.create_index(op.f("ix_ticket_attachments_ticket_id"), "ticket_attachments", ["ticket_id"])
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.String(length=120), nullable=False),
        sa.Column("changed_at", _moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_replies")),
        sa.UniqueConstraint("owner_id", "title", name=op.f("uq_canned_replies_owner_id_title")),
    )
    op.create_table(
        "region_settings",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.String(length=120), nullable=False),
        sa.Column("changed_at", _moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_region_settings")),
    )


def _widen_tickets() -> None:
    """Add the columns; the promise of a ticket that is there already is the one that was made."""
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        for name in ("react_by", "settle_by", "amber_at", "reacted_at", "paused_at", "offered_at"):
            batch_op.add_column(sa.Column(name, _moment(), nullable=True))
        alarm = sa.Enum(*ALARMS, name="alarm", native_enum=False, length=30)
        batch_op.add_column(sa.Column("alarm", alarm, nullable=True))
        batch_op.add_column(sa.Column("offered_to_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("offered_gemeente", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("offered_by", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("offered_note", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("follow_up_on", sa.Date(), nullable=True))
        for name in ("on_top", "rode_loper"):
            batch_op.add_column(sa.Column(name, sa.Boolean(), nullable=True))
        for name in ("merged_into_id", "previous_id"):
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
    op.execute(
        "UPDATE tickets SET react_by = due_at, settle_by = due_at, amber_at = due_at, alarm = 'none',"
        " on_top = false, rode_loper = false"
    )
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        for name in ("react_by", "settle_by", "amber_at", "alarm", "on_top", "rode_loper"):
            batch_op.alter_column(name, nullable=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_tickets_offered_to_id"),
            "account_managers",
            ["offered_to_id"],
            ["id"],
        )
        for name in ("merged_into_id", "previous_id"):
            batch_op.create_foreign_key(batch_op.f(f"fk_tickets_{name}"), "tickets", [name], ["id"])
        for name in ("offered_to_id", "follow_up_on", "merged_into_id", "previous_id"):
            batch_op.create_index(batch_op.f(f"ix_tickets_{name}"), [name])


def downgrade() -> None:
    for table in (
        "region_settings",
        "canned_replies",
        "ticket_attachments",
        "ticket_mentions",
        "ticket_tags",
    ):
        op.drop_table(table)
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        for name in ("offered_to_id", "follow_up_on", "merged_into_id", "previous_id"):
            batch_op.drop_index(batch_op.f(f"ix_tickets_{name}"))
        batch_op.drop_constraint(batch_op.f("fk_tickets_offered_to_id"), type_="foreignkey")
        for name in ("merged_into_id", "previous_id"):
            batch_op.drop_constraint(batch_op.f(f"fk_tickets_{name}"), type_="foreignkey")
        for name in (
            *("react_by", "settle_by", "amber_at", "reacted_at", "paused_at", "alarm", "offered_at"),
            *("offered_to_id", "offered_gemeente", "offered_by", "offered_note", "follow_up_on"),
            *("on_top", "rode_loper", "merged_into_id", "previous_id"),
        ):
            batch_op.drop_column(name)
