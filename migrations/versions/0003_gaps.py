"""questions without a good answer, in groups, and what is learnt from them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OUTCOMES = ("phrasing", "out-of-scope", "dismissed")
REASONS = ("not-found", "none-chosen", "unhelpful", "out-of-scope")


def upgrade() -> None:
    op.create_table(
        "gap_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Enum(*OUTCOMES, name="outcome", native_enum=False, length=20), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.String(length=120), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_groups")),
    )
    op.create_table(
        "gap_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Enum(*REASONS, name="reason", native_enum=False, length=20), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=True),
        sa.Column("gemeente", sa.String(length=64), nullable=True),
        sa.Column("article_id", sa.String(length=120), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["gap_groups.id"],
            name=op.f("fk_gap_questions_group_id_gap_groups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_questions")),
    )
    with op.batch_alter_table("gap_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gap_questions_group_id"), ["group_id"])
        batch_op.create_index(batch_op.f("ix_gap_questions_asked_on"), ["asked_on"])
    op.create_table(
        "gap_lessons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("allowed_by", sa.String(length=120), nullable=False),
        sa.Column("allowed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_lessons")),
        sa.UniqueConstraint("text", name=op.f("uq_gap_lessons_text")),
    )


def downgrade() -> None:
    op.drop_table("gap_lessons")
    op.drop_table("gap_questions")
    op.drop_table("gap_groups")
