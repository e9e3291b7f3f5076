"""indexes in the order in which the list of the desk shows tickets."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

REPLACED = {
    "ix_tickets_status": ["status"],
    "ix_tickets_status_due_at": ["status", "due_at", "id"],
    "ix_tickets_gemeente_status": ["gemeente", "status"],
    "ix_tickets_topic_status": ["topic", "status"],
}
OPEN = sa.text("status != 'afgehandeld'")


def upgrade() -> None:
    op.create_index(
        "ix_tickets_open",
        "tickets",
        [sa.text("on_top DESC"), "due_at", "id", "topic"],
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    )
    op.create_index("ix_tickets_gemeente_created_at", "tickets", ["gemeente", "created_at", "id"])
    for name in REPLACED:
        op.drop_index(name, "tickets")


def downgrade() -> None:
    for name, columns in REPLACED.items():
        op.create_index(name, "tickets", columns)
    op.drop_index("ix_tickets_gemeente_created_at", "tickets")
    op.drop_index("ix_tickets_open", "tickets")
