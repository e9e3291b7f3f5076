"""absences as a table, closed days, presence, and the history of the directory."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

PRESENCES = ("aanwezig", "even-weg", "afwezig")


def upgrade() -> None:
    _create_tables()
    op.execute(
        "INSERT INTO absences (account_manager_id, first_day, last_day, from_file) "
        "SELECT id, COALESCE(absent_from, '2026-01-01'), absent_until, true FROM account_managers "
        "WHERE absent_from IS NOT NULL OR absent_until IS NOT NULL"
    )
    with op.batch_alter_table("account_managers", schema=None) as batch_op:
        batch_op.drop_column("absent_from")
        batch_op.drop_column("absent_until")
        batch_op.add_column(
            sa.Column("edited_at_desk", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("file_entry", sa.JSON(none_as_null=True), nullable=True))
        presence = sa.Enum(*PRESENCES, name="presence", native_enum=False, length=30)
        batch_op.add_column(sa.Column("presence", presence, nullable=True))
        batch_op.add_column(sa.Column("presence_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("contact_moments", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("edited_at_desk", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("file_entry", sa.JSON(none_as_null=True), nullable=True))
    for table in ("account_managers", "contact_moments"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("edited_at_desk", server_default=None)
    op.execute("UPDATE tickets SET email = LOWER(email)")
    op.create_index(op.f("ix_tickets_email"), "tickets", ["email"])
    op.create_index(op.f("ix_tickets_phone"), "tickets", ["phone"])


def _create_tables() -> None:
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_manager_id", sa.String(length=64), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("replacement_id", sa.String(length=64), nullable=True),
        sa.Column("from_file", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_manager_id"],
            ["account_managers.id"],
            name=op.f("fk_absences_account_manager_id_account_managers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["replacement_id"],
            ["account_managers.id"],
            name=op.f("fk_absences_replacement_id_account_managers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index(op.f("ix_absences_account_manager_id"), "absences", ["account_manager_id"])
    op.create_table(
        "closed_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("gemeente", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_days")),
    )
    op.create_index(op.f("ix_closed_days_day"), "closed_days", ["day"])
    op.create_table(
        "directory_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.String(length=64), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_changes")),
    )
    op.create_index(op.f("ix_directory_changes_subject_id"), "directory_changes", ["subject_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_tickets_phone"), "tickets")
    op.drop_index(op.f("ix_tickets_email"), "tickets")
    with op.batch_alter_table("contact_moments", schema=None) as batch_op:
        batch_op.drop_column("file_entry")
        batch_op.drop_column("edited_at_desk")
    with op.batch_alter_table("account_managers", schema=None) as batch_op:
        for column in ("seen_at", "presence_at", "presence", "file_entry", "edited_at_desk"):
            batch_op.drop_column(column)
        batch_op.add_column(sa.Column("absent_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("absent_until", sa.Date(), nullable=True))
    op.execute(
        "UPDATE account_managers SET "
        "absent_from = (SELECT MIN(first_day) FROM absences WHERE account_manager_id = account_managers.id), "
        "absent_until = (SELECT MIN(last_day) FROM absences WHERE account_manager_id = account_managers.id)"
    )
    op.drop_table("directory_changes")
    op.drop_table("closed_days")
    op.drop_table("absences")
