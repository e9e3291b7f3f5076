"""Mail that comes back, from a real mailbox: answers kept, the rest refused or noted, nothing twice."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from channels_builders import ScriptedAssistant
from imap_server import ImapServer, running_imap_server
from mail_builders import OURS, add_manager, ask, deliver, letter_to, plain, services_with_mail
from mail_server import Mailbox, running_mail_server
from servers import free_port

from channels.conversations.schemas import StartConversation
from channels.mail.addresses import read_address, reply_address
from channels.mail.incoming import handling
from channels.mail.incoming.handling import Outcome
from channels.mail.incoming.mailbox import REFUSED_FOLDER, MailboxError
from channels.mail.incoming.poller import take_in
from channels.mail.incoming.reading import Kind, new_words, read_mail
from channels.operations.doctor import examine
from channels.services import Services
from handoff import service as handoff
from handoff.models import Ticket, TicketEvent
from handoff.notices import Side
from handoff.status import ENTREPRENEUR, VOORDEUR, EventKind, TicketStatus
from kit.settings import Settings

JAN, ANNA = "jan@ondernemer.nl", "anna@voorbeeld.nl"


@pytest.fixture(scope="module")
def mail_server() -> Iterator[Mailbox]:
    with running_mail_server() as mailbox:
        yield mailbox


@pytest.fixture(scope="module")
def imap_server() -> Iterator[ImapServer]:
    with running_imap_server() as server:
        yield server


@pytest.fixture
def imap(imap_server: ImapServer) -> ImapServer:
    imap_server.empty()
    return imap_server


@pytest.fixture
async def mailing(
    services: Services, settings: Settings, mail_server: Mailbox, imap: ImapServer
) -> AsyncIterator[Services]:
    mail_server.letters.clear()
    async with services_with_mail(settings, mail_server, imap_url=imap.url) as mailing:
        await add_manager(mailing)
        yield mailing


@pytest.fixture
async def ticket(mailing: Services) -> Ticket:
    return await ask(mailing)


def answer(to: str, text: str, sender: str = JAN, **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, "Re: uw vraag"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def address(services: Services, ticket: Ticket, side: Side = Side.ENTREPRENEUR) -> str:
    return reply_address(services.settings, ticket.reference, side)


async def history(services: Services, ticket: Ticket) -> list[TicketEvent]:
    """What happened to a ticket since it was opened."""
    async with services.database.reading() as session:
        events = await handoff.events_of(session, await session.get_one(Ticket, ticket.id))
    return [event for event in events if event.kind is not EventKind.OPENED]


async def test_an_answer_to_a_letter_comes_back_into_the_question(
    mailing: Services, mail_server: Mailbox, imap: ImapServer, ticket: Ticket
) -> None:
    await deliver(mailing)
    receipt = letter_to(mail_server, JAN)
    assert receipt["Reply-To"] == address(mailing, ticket)
    assert (
        mail_server.senders[-1] == address(mailing, ticket) or address(mailing, ticket) in mail_server.senders
    )
    assert "U kunt op deze e-mail antwoorden" in plain(receipt)
    quoted = "\n".join(f"> {line}" for line in plain(receipt).splitlines())
    text = f"Het gaat om 80 m².\n\nOp vr 27 nov 2026 om 10:00 schreef Voordeur <{OURS}>:\n\n{quoted}"
    imap.put(bytes(answer(receipt["Reply-To"], text)))
    assert await take_in(mailing) == {Outcome.REPLY: 1}
    [event] = await history(mailing, ticket)
    assert (event.kind, event.actor, event.note) == (EventKind.REPLY, ENTREPRENEUR, "Het gaat om 80 m².")
    assert (imap.count(), imap.count(REFUSED_FOLDER)) == (0, 0)
    await deliver(mailing)
    assert "> Het gaat om 80 m²." in plain(letter_to(mail_server, ANNA))


async def test_numbers_are_masked_and_attachments_are_told_of_but_not_kept(
    mailing: Services, mail_server: Mailbox, imap: ImapServer, ticket: Ticket
) -> None:
    mail = answer(address(mailing, ticket), "Mijn BSN is 111222333, rekening NL91ABNA0417164300.")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="tekening.pdf")
    imap.put(bytes(mail))
    await take_in(mailing)
    [event] = await history(mailing, ticket)
    assert event.note == (
        "Mijn BSN is [BSN verwijderd], rekening [IBAN verwijderd].\n\n"
        "[Bij deze e-mail zat één bijlage. Bijlagen uit e-mail worden niet bewaard.]"
    )
    await deliver(mailing)
    told = letter_to(mail_server, JAN)
    assert told["Subject"] == f"Uw bijlagen bij vraag {ticket.reference}"


async def test_a_mail_that_is_read_twice_leads_to_one_message(
    mailing: Services, imap: ImapServer, ticket: Ticket
) -> None:
    mail = bytes(answer(address(mailing, ticket), "Eén keer graag."))
    imap.put(mail)
    await take_in(mailing)
    imap.put(mail)  # as if the process died before it could delete the mail
    assert await take_in(mailing) == {Outcome.REPLY: 1}
    assert len(await history(mailing, ticket)) == 1
    assert imap.count() == 0


async def test_two_workers_take_in_a_mail_once(mailing: Services, imap: ImapServer, ticket: Ticket) -> None:
    imap.put(*(bytes(answer(address(mailing, ticket), f"Bericht {number}.")) for number in range(4)))
    await asyncio.gather(take_in(mailing), take_in(mailing))
    while imap.count():
        await take_in(mailing)
    assert sorted(event.note or "" for event in await history(mailing, ticket)) == [
        f"Bericht {number}." for number in range(4)
    ]


async def test_an_answer_by_mail_stands_in_the_chat_while_that_exists_and_the_assistant_is_silent(
    mailing: Services, services: Services, imap: ImapServer, assistant: ScriptedAssistant
) -> None:
    conversation, _, _ = await services.conversations.start(StartConversation())
    ticket = await ask(mailing, conversation_id=conversation.id)
    imap.put(bytes(answer(address(mailing, ticket), "Mijn BSN is 111222333, per e-mail.")))
    await take_in(mailing)
    _, messages = await services.conversations.read(conversation.id)
    assert (messages[-1].sender, messages[-1].text) == (
        "entrepreneur",
        "Mijn BSN is [BSN verwijderd], per e-mail.",
    )
    assert assistant.asked == []


FORGED = [
    "voordeur@voorbeeld.nl",
    "voordeur+abcdefghjk.e.aaaaaaaaaaaaaaaa@voorbeeld.nl",
    "voordeur+{reference}.e.aaaaaaaaaaaaaaaa@voorbeeld.nl",
    "voordeur+{reference}.e.{other}@voorbeeld.nl",
    "voordeur+{reference}.d.{own}@voorbeeld.nl",
    "voordeur+{reference}@voorbeeld.nl",
    "ander+{reference}.e.{own}@voorbeeld.nl",
    "voordeur+{reference}.e.{own}@elders.nl",
]


async def test_a_forged_address_is_refused_and_the_mail_put_aside(
    mailing: Services, imap: ImapServer, ticket: Ticket
) -> None:
    other = await ask(mailing)
    own, others = (address(mailing, each).rpartition("@")[0].rpartition(".")[2] for each in (ticket, other))
    known = {"reference": ticket.reference.removeprefix("VD-").lower(), "own": own, "other": others}
    imap.put(*(bytes(answer(forged.format(**known), "Geef mij alles.")) for forged in FORGED))
    assert await take_in(mailing) == {Outcome.UNKNOWN: len(FORGED)}
    assert await history(mailing, ticket) == await history(mailing, other) == []
    assert (imap.count(), imap.count(REFUSED_FOLDER)) == (0, len(FORGED))


async def test_capitals_that_get_lost_on_the_way_do_no_harm(mailing: Services, ticket: Ticket) -> None:
    found = read_address(mailing.settings, address(mailing, ticket).upper())
    assert found is not None and found.reference == ticket.reference


async def test_an_answer_from_another_address_is_a_note_and_not_the_words_of_the_entrepreneur(
    mailing: Services, imap: ImapServer, ticket: Ticket
) -> None:
    imap.put(bytes(answer(address(mailing, ticket), "Ik ben Jan.", sender="mallory@elders.nl")))
    assert await take_in(mailing) == {Outcome.OTHER_SENDER: 1}
    [event] = await history(mailing, ticket)
    assert (event.kind, event.actor) == (EventKind.MAIL_NOTED, VOORDEUR)
    assert "mallory@elders.nl" in (event.note or "")


async def test_an_answer_of_the_account_manager_is_a_note_that_nobody_else_sees(
    mailing: Services, mail_server: Mailbox, imap: ImapServer, ticket: Ticket
) -> None:
    await deliver(mailing)
    mail_server.letters.clear()
    imap.put(bytes(answer(address(mailing, ticket, Side.DESK), "Ik bel morgen.", sender=ANNA)))
    assert await take_in(mailing) == {Outcome.NOTE: 1}
    [event] = await history(mailing, ticket)
    assert (event.kind, event.actor) == (EventKind.NOTE, "Anna")
    await deliver(mailing)
    assert mail_server.letters == []


async def test_thanks_after_closing_does_not_open_the_question_again(
    mailing: Services, imap: ImapServer, ticket: Ticket
) -> None:
    async with mailing.database.transaction() as session:
        found = await session.get_one(Ticket, ticket.id)
        await handoff.change_status(session, found, TicketStatus.CLOSED, "Anna")
    imap.put(bytes(answer(address(mailing, ticket), "Bedankt!")))
    await take_in(mailing)
    async with mailing.database.reading() as session:
        assert (await session.get_one(Ticket, ticket.id)).status is TicketStatus.CLOSED


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


async def test_a_mailbox_that_is_away_or_refuses_us_is_an_error_without_names(
    services: Services, settings: Settings, imap: ImapServer
) -> None:
    for url in (
        f"imap://voordeur:geheim@127.0.0.1:{free_port()}?tls=none",
        imap.url.replace("geheim", "fout"),
    ):
        async with services_with_mail(settings, "", imap_url=url) as away:
            with pytest.raises(MailboxError) as error:
                await take_in(away)
            assert "voordeur" not in str(error.value)


async def test_the_doctor_counts_what_waits_in_the_mailbox_and_what_was_put_aside(
    mailing: Services, imap: ImapServer
) -> None:
    imap.put(bytes(answer(OURS, "Zonder kenmerk.")))
    await take_in(mailing)
    imap.put(bytes(answer(OURS, "Nog een.")))
    findings = {finding.what: finding async for finding in examine(mailing.settings)}
    assert findings["Mailbox"].detail == f"1 te verwerken, 1 in de map {REFUSED_FOLDER}"
    assert not findings["Mailbox"].well and findings["Mailserver"].well


BROKEN = [
    b"",
    b"\xff\xfe\x00onzin",
    b"From: \r\n\r\n",
    b"From: =?utf-8?b?////?=\r\nTo: x\r\n\r\nhallo",
    b"From: a@b.nl\r\nContent-Type: text/plain; charset=bestaat-niet\r\n\r\nhallo \xe9",
    b"From: a@b.nl\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n",
    b"From: a@b.nl\r\nContent-Type: multipart/report\r\n\r\nniets",
    b"From: a@b.nl\r\nContent-Type: text/html\r\n\r\n<p>half <b",
    b"From: a@b.nl\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
]


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_mail_is_read_as_far_as_it_goes(content: bytes) -> None:
    assert read_mail(content, [OURS]).attachments == 0


US = "Voordeur <voordeur@voorbeeld.nl>"
WRITTEN = {
    "gmail": f"Ja.\n\nOp vr 27 nov 2026 om 10:00 schreef {US}:\n\n> Beste Jan,\n> Hoi",
    "two lines": f"Ja.\n\nOp vr 27 november 2026 om 10:00 schreef Voordeur\n<{OURS}>:\n\n> Beste",
    "apple": f"Ja.\n\nOp 27 nov 2026, om 10:00 heeft {US} het volgende geschreven:\n\nBeste Jan,",
    "english": f"Ja.\n\nOn Fri, 27 Nov 2026 at 10:00, {US} wrote:\n\n> Dear Jan",
    "outlook": f"Ja.\n\n{'_' * 32}\nVan: {US}\nVerzonden: vrijdag 27 november 2026\n"
    "Aan: Jan\nOnderwerp: Antwoord\n\nBeste Jan,",
    "quotation only below": "Ja.\n\n> Beste Jan,\n> Anna heeft u geantwoord",
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_only_the_new_words_are_kept(text: str) -> None:
    assert new_words(text) == "Ja."


def test_a_sentence_that_looks_like_the_head_of_a_letter_is_kept() -> None:
    text = "Op maandag om 10:00 schreef ik u al.\nIk hoor graag van u:\n\n- kan dit?\n\nGroet, Jan"
    assert new_words(text) == text


def test_html_alone_is_read_as_text_without_the_letter_below_it() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = JAN, OURS
    mail.set_content(
        "<html><head><style>p {}</style></head><body><p>Ja, graag.</p><p>Groet</p>"
        "<div class='gmail_quote'>Op vr schreef:<blockquote>Beste Jan</blockquote></div></body></html>",
        subtype="html",
    )
    assert read_mail(bytes(mail), [OURS]).text == "Ja, graag.\nGroet"


def test_a_very_long_mail_is_cut_and_says_so() -> None:
    words = new_words("woord " * 3000)
    assert len(words) < 5_100 and words.endswith("[Deze e-mail was langer. De rest is niet bewaard.]")
