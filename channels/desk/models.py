"""The tables of the desk: who may come in, who is in, and who tried."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, Enum, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kit.database import Base, UtcDateTime


class Role(StrEnum):
    """What a user of the desk is there for."""

    ACCOUNT_MANAGER = "account-manager"
    EDITOR = "editor"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        """The role as a person reads it."""
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.ACCOUNT_MANAGER: "accountmanager",
    Role.EDITOR: "redacteur",
    Role.COORDINATOR: "coördinator",
    Role.AUDITOR: "auditor",
}


class DeskUser(Base):
    """An employee who can log in; only an account manager has an entry in the directory."""

    __tablename__ = "desk_users"

    id: Mapped[int] = mapped_column(primary_key=True)
    # In small letters: people type their address in any way.
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    # Empty for who only comes in by the log-in of their gemeente: no password is right then.
    password_hash: Mapped[str] = mapped_column(String(255))
    # Issuer and subject at the provider of the gemeente, once somebody came in that way.
    external_id: Mapped[str | None] = mapped_column(String(400), unique=True, default=None)
    # Half of the secret that the authenticator app has; the other half is the secret key of this Voordeur.
    totp_salt: Mapped[str | None] = mapped_column(String(64), default=None)
    # The half minute of the last code that was used: no code works twice.
    totp_step: Mapped[int] = mapped_column(default=0)
    role: Mapped[Role] = mapped_column(
        Enum(Role, native_enum=False, length=20, values_callable=lambda roles: [role.value for role in roles])
    )
    account_manager_id: Mapped[str | None] = mapped_column(ForeignKey("account_managers.id"), default=None)
    # The owners of articles that an editor speaks for; none is all.
    owner_roles: Mapped[list[str]] = mapped_column(JSON, default=list)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # When a link to set a password was last sent; none once it was used.
    invited_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)

    @property
    def has_second_factor(self) -> bool:
        """Whether a password alone does not let this user in."""
        return self.totp_salt is not None


class RecoveryCode(Base):
    """A code for who lost the phone; deleted when it is used."""

    __tablename__ = "desk_recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("desk_users.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))


class DeskSession(Base):
    """A log-in; the token itself is in the browser only."""

    __tablename__ = "desk_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("desk_users.id", ondelete="CASCADE"), index=True)
    csrf_token: Mapped[str] = mapped_column(String(64))
    # In words, such as "Firefox op Windows"; no address and no version.
    device: Mapped[str] = mapped_column(String(80), default="")
    # From the provider of the gemeente, to log out there too; none for a log-in with a password.
    id_token: Mapped[str | None] = mapped_column(Text, default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class LogInAttempt(Base):
    """A log-in that failed or is under way; the key hides whose it is, and rows live a quarter of an hour."""

    __tablename__ = "desk_log_in_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
