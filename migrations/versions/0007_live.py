"""who has read what in a conversation, and how often its holder changed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COUNTS = ("handovers", "read_by_entrepreneur", "read_by_account_manager")


def upgrade() -> None:
    for name in COUNTS:
        op.add_column("conversations", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    for name in COUNTS:
        op.drop_column("conversations", name)
