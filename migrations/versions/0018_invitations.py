"""Keep when a user of the desk was last invited to set a password.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

import kit.database

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("desk_users", sa.Column("invited_at", kit.database.UtcDateTime(timezone=True)))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("desk_users", "invited_at")
