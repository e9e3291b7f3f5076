"""Keep what was promised and kept on a ticket before it was opened again.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

import kit.database

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "ticket_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("gemeente", sa.String(length=64), nullable=True),
        sa.Column("account_manager_id", sa.String(length=64), nullable=True),
        sa.Column("react_by", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("settle_by", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reacted_at", kit.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", kit.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_manager_id"],
            ["account_managers.id"],
            name=op.f("fk_ticket_rounds_account_manager_id"),
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_rounds_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_rounds")),
    )
    op.create_index(op.f("ix_ticket_rounds_ticket_id"), "ticket_rounds", ["ticket_id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("ticket_rounds")
