"""Keep at which hour an account manager wants the digest.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nothing in it is the hour of the settings."""
    op.add_column("account_managers", sa.Column("digest_hour", sa.SmallInteger(), nullable=True))


def downgrade() -> None:
    """Take the column away."""
    op.drop_column("account_managers", "digest_hour")
