"""log-in by a provider and with a second factor; sessions that say on which device."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("desk_users") as users:
        users.add_column(sa.Column("external_id", sa.String(400), nullable=True))
        users.add_column(sa.Column("totp_salt", sa.String(64), nullable=True))
        users.add_column(sa.Column("totp_step", sa.Integer(), nullable=False, server_default="0"))
        users.create_unique_constraint(op.f("uq_desk_users_external_id"), ["external_id"])
    with op.batch_alter_table("desk_sessions") as sessions:
        sessions.add_column(sa.Column("device", sa.String(80), nullable=False, server_default=""))
        sessions.add_column(sa.Column("id_token", sa.Text(), nullable=True))
    # Only the rows of before need these.
    with op.batch_alter_table("desk_users") as users:
        users.alter_column("totp_step", server_default=None)
    with op.batch_alter_table("desk_sessions") as sessions:
        sessions.alter_column("device", server_default=None)
    op.create_table(
        "desk_recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["desk_users.id"],
            name=op.f("fk_desk_recovery_codes_user_id_desk_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_recovery_codes")),
    )
    op.create_index(op.f("ix_desk_recovery_codes_user_id"), "desk_recovery_codes", ["user_id"])


def downgrade() -> None:
    op.drop_table("desk_recovery_codes")
    with op.batch_alter_table("desk_sessions") as sessions:
        sessions.drop_column("id_token")
        sessions.drop_column("device")
    with op.batch_alter_table("desk_users") as users:
        users.drop_constraint(op.f("uq_desk_users_external_id"), type_="unique")
        users.drop_column("totp_step")
        users.drop_column("totp_salt")
        users.drop_column("external_id")
