"""Every setting of Voordeur: its name, its default and what it does.

Read from environment variables with the prefix ``VOORDEUR_`` and from ``.env``.
``.env.example`` and ``docs/operations.md`` list them all; a test keeps the three alike.
"""

import re
import secrets
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from kit.errors import SettingsError
from kit.mail import MailServer
from kit.mailbox import MailboxAddress

ROOT = Path(__file__).resolve().parent.parent


_SIGNING_KEY = r"whsec_[A-Za-z0-9+/]{32,}={0,2}"
_ROLE = r"[^=,][^,]*=\s*(account-manager|editor|coordinator|auditor)"

type Rate = Annotated[str, Field(pattern=r"^(none|[1-9]\d{0,6}/(second|minute|hour|day))$")]
"""How many in which time, such as 30/minute; or none."""


class Settings(BaseSettings):
    """The settings of one process."""

    model_config = SettingsConfigDict(
        env_prefix="VOORDEUR_", env_file=".env", env_ignore_empty=True, extra="ignore"
    )

    host: str = Field("127.0.0.1", description="Address on which the gateway listens.")
    port: int = Field(8000, ge=1, le=65535, description="Port on which the gateway listens.")
    public_url: str = Field("", description="Address people use in the browser; empty: http://HOST:PORT.")
    data_dir: Path = Field(ROOT / "var", description="Folder for database, models and secrets.")
    database_url: str = Field(
        "", description="SQLAlchemy address of the database; empty: a SQLite file in DATA_DIR."
    )
    redis_url: str = Field("", description="Redis for locks and events between gateways; empty: one gateway.")
    rasa_url: str = Field(
        "",
        description="Address of a Rasa that runs elsewhere; empty: `voordeur run` starts one on RASA_PORT.",
    )
    rasa_port: int = Field(5005, ge=1, le=65535, description="Port of the Rasa that `voordeur run` starts.")
    rasa_python: str = Field("", description="Python of Rasa's environment; empty: .venv-rasa/bin/python.")
    rasa_timeout: float = Field(10.0, gt=0, description="Seconds to wait for an answer of Rasa.")
    actions_url: str = Field(
        "", description="Where Rasa finds our actions; empty: /internal/actions on the gateway's own address."
    )
    internal_token: str = Field("", description="Secret between gateway and Rasa; empty: made in DATA_DIR.")
    secret_key: str = Field("", description="Secret that signs desk sessions; empty: made in DATA_DIR.")
    totp_required: bool = Field(
        False, description="Who logs in at the desk with a password must also give a code of an app."
    )
    password_log_in: bool = Field(
        True, description="Logging in at the desk with a password; off needs OIDC_ISSUER."
    )
    oidc_issuer: str = Field(
        "",
        validate_default=True,
        description="OpenID provider of the gemeente, exactly as it calls itself; empty: none.",
    )
    oidc_client_id: str = Field("", description="Name of this Voordeur at the OpenID provider.")
    oidc_client_secret: str = Field("", description="Secret of this Voordeur at the OpenID provider.")
    oidc_scopes: str = Field("openid profile email", description="What is asked of the OpenID provider.")
    oidc_name: str = Field("uw gemeente", description="Whose log-in it is, as the log-in page says it.")
    oidc_role_claim: str = Field(
        "roles", description="Claim with the roles; points for what lies deeper: realm_access.roles."
    )
    oidc_roles: str = Field(
        "",
        description="Roles there with ours, the first that fits holds: beheer=coordinator,am=editor.",
    )
    secure_cookies: bool = Field(False, description="Desk cookies over https only; set it behind a proxy.")
    session_idle: int = Field(
        480, ge=5, le=1440, description="Minutes without a visit after which a desk session ends."
    )
    session_longest: int = Field(
        24, ge=0, description="Hours after logging in that a desk session ends, whatever is done; 0: never."
    )
    region: str = Field(
        "gooi-en-vechtstreek", description="The region served: a key under regions in areas.yaml."
    )
    content_dir: Path = Field(ROOT / "knowledge" / "content", description="Folder of the knowledge content.")
    spacy_model: str = Field(
        "nl_core_news_md", description="Pretrained Dutch spaCy model to build on when it is installed."
    )
    reaction_hours: int = Field(
        16,
        ge=1,
        description="Working hours until a first reaction, as long as nobody set others at the desk.",
    )
    worker_in_gateway: bool = Field(True, description="Run the periodic tasks inside the gateway process.")
    conversation_days: int = Field(28, ge=1, description="Days after the last message that a chat is kept.")
    ticket_days: int = Field(365, ge=1, description="Days after closing that a ticket is kept.")
    gap_days: int = Field(180, ge=1, description="Days that a question without a good answer is kept.")
    rate_client: Rate = Field(
        "300/minute", description="Calls of the public API by one client; none: any number."
    )
    rate_start: Rate = Field("30/minute", description="Conversations begun by one client; none: any number.")
    rate_conversation: Rate = Field(
        "30/minute", description="Messages in one conversation; none: any number."
    )
    rate_follow: Rate = Field(
        "10/hour", description="Links to a question asked for by one client; none: any number."
    )
    trusted_proxies: str = Field(
        "127.0.0.1",
        description="Proxies whose word on the visitor's address counts, with commas between; *: any.",
    )
    second_editor: bool = Field(
        True, description="Publishing takes an editor other than the author; not in a region with one editor."
    )
    smtp_url: str = Field(
        "", description="Mail server: smtp://name:password@host:587?tls=starttls; empty: no mail."
    )
    mail_from: str = Field(
        "",
        validate_default=True,
        description="Sender of mail, such as voordeur@example.nl; needed with SMTP_URL.",
    )
    mail_content: bool = Field(
        True, description="Put questions and messages in e-mails; false: only a link to them."
    )
    mail_reply_to: str = Field(
        "", description="Address whose mail is read through IMAP_URL; empty: MAIL_FROM."
    )
    imap_url: str = Field(
        "",
        description="Mailbox with answers to our mail: imaps://name:password@host:993/INBOX; empty: none.",
    )
    imap_every: float = Field(60.0, gt=0, description="Seconds between two looks into that mailbox.")
    follow_days: int = Field(7, ge=1, description="Days that a mailed link to a question works.")
    digest_hour: int = Field(
        8,
        ge=-1,
        le=23,
        description="Hour of the digest for account managers who chose none themselves; -1: none.",
    )
    themes_dir: str = Field(
        "",
        description="Folder with design tokens: hilversum.css for one, region.css for all; empty: none.",
    )
    privacy_url: str = Field(
        "", description="The gemeente's own privacy statement, which our page /privacy names; empty: none."
    )
    privacy_controller: str = Field(
        "", description="Organisation responsible for the data, as /privacy names it; empty: your gemeente."
    )
    privacy_officer: str = Field(
        "", description="Address of the data protection officer, for /privacy; empty: ask the gemeente."
    )
    whatsapp_token: str = Field("", description="Access token of the WhatsApp Cloud API; empty: no WhatsApp.")
    whatsapp_phone_id: str = Field("", description="Id that the Cloud API has for the phone number.")
    whatsapp_app_secret: str = Field("", description="Secret of the Meta app, which signs its webhooks.")
    whatsapp_verify_token: str = Field("", description="Word of our own that Meta repeats at verification.")
    whatsapp_number: str = Field(
        "", description="The phone number itself, digits with country code, for links to WhatsApp."
    )
    whatsapp_template: str = Field(
        "", description="Approved template that is sent when 24 hours are over; empty: none."
    )
    whatsapp_template_language: str = Field("nl", description="Language code of that template.")
    whatsapp_api_url: str = Field(
        "https://graph.facebook.com/v23.0", description="Address of the Cloud API, version included."
    )
    telegram_token: str = Field("", description="Token of the Telegram bot; empty: no Telegram.")
    telegram_secret: str = Field(
        "", description="Secret that Telegram sends along with webhooks; empty: made in DATA_DIR."
    )
    telegram_bot: str = Field("", description="Name of the bot without @, for links to Telegram.")
    telegram_api_url: str = Field("https://api.telegram.org", description="Address of the Telegram Bot API.")
    open_klant_url: str = Field(
        "", description="Open Klant: https://host/klantinteracties/api/v1; empty: hand-offs stay in Voordeur."
    )
    open_klant_token: str = Field(
        "", validate_default=True, description="Token for Open Klant; needed with OPEN_KLANT_URL."
    )
    open_klant_department: str = Field(
        "Ondernemersloket",
        min_length=1,
        description="Department in Open Klant that every hand-off belongs to.",
    )
    webhook_url: str = Field("", description="Address that is told of what happens to tickets; empty: none.")
    webhook_secret: str = Field(
        "",
        validate_default=True,
        description="Secret that signs the webhook: whsec_ and base64; needed with WEBHOOK_URL.",
    )
    log_level: str = Field("INFO", description="Lowest level that is logged: DEBUG, INFO, WARNING or ERROR.")

    @field_validator("smtp_url")
    @classmethod
    def _readable(cls, value: str) -> str:
        if value:
            MailServer.parse(value)
        return value

    @field_validator("imap_url")
    @classmethod
    def _mailbox(cls, value: str) -> str:
        if value:
            MailboxAddress.parse(value)
        return value

    @field_validator("open_klant_token")
    @classmethod
    def _with_token(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("open_klant_url") and not value:
            raise ValueError("geef ook het token voor Open Klant")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _signing(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("webhook_url") and not re.fullmatch(_SIGNING_KEY, value):
            raise ValueError("geef een geheim van minstens 24 bytes: whsec_ met base64 erachter")
        return value

    @field_validator("oidc_roles")
    @classmethod
    def _mapped(cls, value: str) -> str:
        wrong = [part for part in filter(None, value.split(",")) if not re.fullmatch(_ROLE, part.strip())]
        if wrong:
            raise ValueError(f"schrijf {wrong[0]} als rol-bij-de-provider=coordinator")
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _some_way_in(cls, value: str, info: ValidationInfo) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("geef het adres van de provider, met https:// ervoor")
        if not value and not info.data.get("password_log_in", True):
            raise ValueError("niemand kan inloggen zonder wachtwoord en zonder provider")
        return value

    @property
    def oidc_role_mapping(self) -> dict[str, str]:
        """Our role for each role at the provider, in the order of the setting."""
        pairs = (part.rpartition("=") for part in self.oidc_roles.split(",") if part.strip())
        return {theirs.strip(): ours.strip() for theirs, _, ours in pairs}

    @field_validator("mail_from")
    @classmethod
    def _with_sender(cls, value: str, info: ValidationInfo) -> str:
        if "@" not in value and (value or info.data.get("smtp_url")):
            raise ValueError("geef het e-mailadres van de afzender")
        return value

    @property
    def mails_copies(self) -> bool:
        """Whether a conversation may be mailed to who had it: there is mail, and it may hold words."""
        return bool(self.smtp_url) and self.mail_content

    @cached_property
    def mail_server(self) -> MailServer | None:
        """Where mail is handed in; nothing when no mail is sent."""
        return MailServer.parse(self.smtp_url) if self.smtp_url else None

    @cached_property
    def mailbox(self) -> MailboxAddress | None:
        """Where answers to mail are fetched; nothing when they are not."""
        return MailboxAddress.parse(self.imap_url) if self.imap_url else None

    @cached_property
    def database(self) -> str:
        """The SQLAlchemy address in use."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'voordeur.db'}"

    @cached_property
    def rasa(self) -> str:
        """The address of the Rasa server in use."""
        return (self.rasa_url or f"http://127.0.0.1:{self.rasa_port}").rstrip("/")

    @cached_property
    def base_url(self) -> str:
        """The address people type, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def privacy_page(self) -> str:
        """The page that tells what is kept, which names the statement of the gemeente."""
        return f"{self.base_url}/privacy"

    @cached_property
    def actions(self) -> str:
        """The address Rasa calls for actions."""
        own = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 - compared, not bound
        return self.actions_url or f"http://{own}:{self.port}/internal/actions"

    @cached_property
    def internal_secret(self) -> str:
        """The secret between gateway and Rasa."""
        return self.internal_token or self._stored_secret("internal-token")

    @cached_property
    def session_secret(self) -> str:
        """The secret that signs desk sessions."""
        return self.secret_key or self._stored_secret("secret-key")

    @cached_property
    def telegram_webhook_secret(self) -> str:
        """The secret that Telegram sends along; letters, digits, - and _ only."""
        return self.telegram_secret or self._stored_secret("telegram-secret")

    def _stored_secret(self, name: str) -> str:
        """Read a secret from the data folder, made at first use, readable by the owner alone."""
        path = self.data_dir / "secrets" / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(32), encoding="ascii")
        return path.read_text(encoding="ascii")


@lru_cache
def get_settings() -> Settings:
    """Return the settings of this process, read once.

    Raises:
        SettingsError: a value cannot be used; the message names the variable.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "VOORDEUR_" + str(first["loc"][0]).upper()
        raise SettingsError(f"De instelling {name} klopt niet: {first['msg']}.") from None
