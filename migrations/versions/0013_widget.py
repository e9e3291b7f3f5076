"""the versions of the widget, and why an answer did not help."""

import sqlalchemy as sa
from alembic import op

from kit.database import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "widget_files",
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", "name", name=op.f("pk_widget_files")),
    )
    op.add_column("feedback", sa.Column("reason", sa.String(length=20), nullable=True))


def downgrade() -> None:
    op.drop_column("feedback", "reason")
    op.drop_table("widget_files")
