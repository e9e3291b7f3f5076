"""Mail arrives at a real server, or it is an error that says so without naming anybody."""

import pytest
from mail_server import only, running_mail_server
from servers import free_port

from kit.errors import SettingsError
from kit.mail import Letter, MailError, MailServer, send
from kit.settings import Settings, get_settings

LETTER = Letter("anna@voorbeeld.nl", "Twee artikelen, één vraag", "Beste Anna,\n\nKlopt dit nog? € 50.000\n")
SENDER = "Voordeur <voordeur@voorbeeld.nl>"


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.nl", MailServer("mail.nl", 587, None, None, "starttls")),
        ("smtp://mail.nl?tls=starttls", MailServer("mail.nl", 587, None, None, "starttls")),
        ("smtps://mail.nl", MailServer("mail.nl", 465, None, None, "implicit")),
        ("smtp://mail.nl?tls=implicit", MailServer("mail.nl", 465, None, None, "implicit")),
        ("smtp://127.0.0.1:2525?tls=none", MailServer("127.0.0.1", 2525, None, None, "none")),
        ("smtp://a%40b.nl:p%2Fw@mail.nl:99", MailServer("mail.nl", 99, "a@b.nl", "p/w", "starttls")),
    ],
)
def test_an_address_says_how_to_hand_mail_in(url: str, server: MailServer) -> None:
    assert MailServer.parse(url) == server


@pytest.mark.parametrize(
    "url", ["mail.nl", "http://mail.nl", "smtp://", "smtp://mail.nl?tls=maybe", "smtp://a:x"]
)
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        MailServer.parse(url)


@pytest.mark.parametrize(
    ("url", "sender", "name"),
    [
        ("mail.nl", "a@b.nl", "VOORDEUR_SMTP_URL"),
        ("smtp://mail.nl", "", "VOORDEUR_MAIL_FROM"),
        ("smtp://mail.nl", "Voordeur", "VOORDEUR_MAIL_FROM"),
    ],
)
def test_a_setting_that_cannot_work_is_named(
    monkeypatch: pytest.MonkeyPatch, url: str, sender: str, name: str
) -> None:
    monkeypatch.setenv("VOORDEUR_SMTP_URL", url)
    monkeypatch.setenv("VOORDEUR_MAIL_FROM", sender)
    get_settings.cache_clear()
    try:
        with pytest.raises(SettingsError, match=name):
            get_settings()
    finally:
        get_settings.cache_clear()


def test_without_a_mail_server_there_is_none() -> None:
    assert Settings(_env_file=None, smtp_url="", mail_from="").mail_server is None


async def test_a_letter_arrives_as_it_was_written() -> None:
    with running_mail_server() as mailbox:
        await send(MailServer.parse(mailbox.url), SENDER, LETTER)
    [arrived] = mailbox.letters
    assert (arrived["From"], arrived["To"], arrived["Subject"]) == (SENDER, LETTER.to, LETTER.subject)
    assert arrived.get_content().replace("\r\n", "\n") == LETTER.text
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Message-ID"].endswith("@voorbeeld.nl>") and arrived["Date"]


async def test_the_name_and_password_of_the_address_are_used() -> None:
    check = only(b"voordeur", b"geheim")
    with running_mail_server(authenticator=check, auth_require_tls=False, auth_required=True) as mailbox:
        address = f"127.0.0.1:{mailbox.port}?tls=none"
        await send(MailServer.parse(f"smtp://voordeur:geheim@{address}"), SENDER, LETTER)
        with pytest.raises(MailError):
            await send(MailServer.parse(f"smtp://voordeur:fout@{address}"), SENDER, LETTER)
    assert len(mailbox.letters) == 1


async def test_nothing_goes_out_in_the_open_unless_that_was_asked() -> None:
    with running_mail_server() as mailbox, pytest.raises(MailError):
        await send(MailServer.parse(f"smtp://127.0.0.1:{mailbox.port}"), SENDER, LETTER)
    assert mailbox.letters == []


async def test_a_refused_letter_is_an_error_without_a_name() -> None:
    with running_mail_server() as mailbox:
        mailbox.refuses.add(LETTER.to)
        with pytest.raises(MailError, match="nam de e-mail niet aan") as raised:
            await send(MailServer.parse(mailbox.url), SENDER, LETTER)
    assert "anna" not in str(raised.value)
    assert raised.value.__suppress_context__


async def test_a_server_that_is_away_is_an_error() -> None:
    with pytest.raises(MailError):
        await send(MailServer.parse(f"smtp://127.0.0.1:{free_port()}?tls=none"), SENDER, LETTER)
