"""Mail that no person wrote: automatic answers, our own letters, floods and bounces."""

from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from imap_server import ImapServer
from incoming_builders import ANNA, address, answer, history
from mail_builders import OURS, deliver, letter_to
from mail_server import Mailbox

from channels.mail.incoming import handling
from channels.mail.incoming.handling import Outcome
from channels.mail.incoming.mailbox import REFUSED_FOLDER
from channels.mail.incoming.poller import take_in
from channels.mail.incoming.reading import Kind, read_mail
from channels.services import Services
from handoff.models import Ticket
from handoff.status import EventKind

AUTOMATIC = [
    {"Auto_Submitted": "auto-replied"},
    {"Auto_Submitted": "auto-generated (vacation)"},
    {"X_Autoreply": "yes"},
    {"X_Autorespond": "Afwezig"},
    {"Precedence": "bulk"},
    {"Precedence": "Auto_Reply"},
    {"List_Id": "<lijst.voorbeeld.nl>"},
    {"Return_Path": "<>"},
]


@pytest.mark.parametrize(
    "headers", AUTOMATIC, ids=lambda headers: "-".join(headers.items().__iter__().__next__())
)
def test_automatic_answers_are_known_by_their_headers(headers: dict[str, str]) -> None:
    assert read_mail(bytes(answer(OURS, "Ik ben er niet.", **headers)), [OURS]).kind is Kind.AUTO_REPLY


async def test_an_automatic_answer_is_noted_once_and_answered_by_nobody(
    mailing: Services, mail_server: Mailbox, imap: ImapServer, ticket: Ticket
) -> None:
    await deliver(mailing)
    mail_server.letters.clear()
    for number in range(3):
        imap.put(bytes(answer(address(mailing, ticket), f"Afwezig {number}", Auto_Submitted="auto-replied")))
    assert await take_in(mailing) == {Outcome.AUTO_REPLY: 3}
    [event] = await history(mailing, ticket)
    assert event.kind is EventKind.MAIL_NOTED and "automatisch antwoord" in (event.note or "")
    await deliver(mailing)
    assert mail_server.letters == []


async def test_our_own_letters_do_not_come_in_again(
    mailing: Services, imap: ImapServer, ticket: Ticket
) -> None:
    imap.put(bytes(answer(address(mailing, ticket), "Wij hebben uw vraag.", sender=f"Voordeur <{OURS}>")))
    assert await take_in(mailing) == {Outcome.LOOP: 1}
    assert await history(mailing, ticket) == []


async def test_a_flood_of_mails_about_one_question_is_stopped(
    mailing: Services, imap: ImapServer, ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handling, "MOST_AN_HOUR", 3)
    imap.put(*(bytes(answer(address(mailing, ticket), f"Bericht {number}.")) for number in range(6)))
    assert await take_in(mailing) == {Outcome.REPLY: 3, Outcome.TOO_MANY: 3}
    assert [event.kind for event in await history(mailing, ticket)] == [
        *[EventKind.REPLY] * 3,
        EventKind.MAIL_NOTED,
    ]
    assert imap.count(REFUSED_FOLDER) == 3


def bounce(to: str, action: str = "failed", status: str = "5.1.1") -> bytes:
    report = MIMEMultipart("report", report_type="delivery-status")
    report["From"], report["To"], report["Subject"] = "MAILER-DAEMON@mail.nl", to, "Undelivered Mail"
    report["Auto-Submitted"] = "auto-replied"
    report.attach(MIMEText("Uw bericht kwam niet aan."))
    details = MIMEBase("message", "delivery-status")
    details.set_payload(
        [block({"Reporting-MTA": "dns; mail.nl"}), block({"Action": action, "Status": status})]
    )
    report.attach(details)
    return bytes(report)


def block(fields: dict[str, str]) -> EmailMessage:
    message = EmailMessage()
    for name, value in fields.items():
        message[name] = value
    return message


async def test_a_bounce_is_noted_on_the_question_and_the_account_manager_hears_of_it(
    mailing: Services, mail_server: Mailbox, imap: ImapServer, ticket: Ticket
) -> None:
    await deliver(mailing)
    imap.put(bounce(address(mailing, ticket)))
    assert await take_in(mailing) == {Outcome.BOUNCE: 1}
    [event] = await history(mailing, ticket)
    assert event.kind is EventKind.MAIL_FAILED and "(5.1.1)" in (event.note or "")
    await deliver(mailing)
    assert letter_to(mail_server, ANNA)["Subject"] == f"E-mail over vraag {ticket.reference} kwam niet aan"


async def test_a_letter_that_is_only_late_is_no_bounce(
    mailing: Services, imap: ImapServer, ticket: Ticket
) -> None:
    imap.put(bounce(address(mailing, ticket), action="delayed", status="4.4.1"))
    assert await take_in(mailing) == {Outcome.NOTHING: 1}
    assert await history(mailing, ticket) == []


async def test_a_bounce_with_a_forged_address_changes_nothing(
    mailing: Services, imap: ImapServer, ticket: Ticket
) -> None:
    imap.put(bounce(OURS))
    assert await take_in(mailing) == {Outcome.UNKNOWN: 1}
    assert await history(mailing, ticket) == []
