"""Mail that comes back, from a real mailbox: answers kept, the rest refused or noted, nothing twice."""

import asyncio

import pytest
from channels_builders import ScriptedAssistant
from imap_server import ImapServer
from incoming_builders import ANNA, JAN, address, answer, history
from mail_builders import OURS, ask, deliver, letter_to, plain, services_with_mail
from mail_server import Mailbox
from servers import free_port

from channels.conversations.schemas import StartConversation
from channels.mail.addresses import read_address
from channels.mail.incoming.handling import Outcome
from channels.mail.incoming.mailbox import REFUSED_FOLDER, MailboxError
from channels.mail.incoming.poller import take_in
from channels.operations.doctor import examine
from channels.services import Services
from handoff import service as handoff
from handoff.models import Ticket
from handoff.notices import Side
from handoff.status import ENTREPRENEUR, VOORDEUR, EventKind, TicketStatus
from kit.settings import Settings


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
