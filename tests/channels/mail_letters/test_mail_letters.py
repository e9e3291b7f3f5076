"""Letters about a ticket: who gets which, and what stands in it."""

from datetime import timedelta

import time_machine
from letter_builders import ANNA, CORA, JAN, act
from mail_builders import add_manager, ask, deliver, html, letter_to, links, plain, services_with_mail
from mail_server import Mailbox

from channels.conversations.schemas import PostMessage, StartConversation
from channels.desk.service import create_user
from channels.services import Services
from handoff.models import AccountManager, Ticket
from handoff.notices import CHAT_PAUSE
from handoff.status import ENTREPRENEUR, TicketStatus
from kit import clock
from kit.settings import Settings


async def test_a_new_question_is_told_to_the_account_manager_and_confirmed_to_the_entrepreneur(
    mailing: Services, mailbox: Mailbox
) -> None:
    ticket = await ask(mailing)
    await deliver(mailing)
    assert sorted(mailbox.to()) == [ANNA, JAN]
    to_anna, to_jan = letter_to(mailbox, ANNA), letter_to(mailbox, JAN)
    assert to_anna["Subject"] == f"Nieuwe vraag {ticket.reference}"
    assert "Beste Anna," in plain(to_anna)
    assert "> Mag ik hier een werkplaats beginnen?" in plain(to_anna)
    assert links(to_anna) == [f"{mailing.settings.base_url}/desk/tickets/{ticket.reference}"]
    assert to_jan["Subject"] == f"Wij hebben uw vraag ontvangen ({ticket.reference})"
    assert f"Uw kenmerk is {ticket.reference}" in plain(to_jan)
    assert links(to_jan)[0].startswith(f"{mailing.settings.base_url}/volg/")
    for letter in (to_anna, to_jan):
        assert letter["Auto-Submitted"] == "auto-generated"
        assert '<html lang="nl">' in html(letter)


async def test_what_somebody_typed_is_no_markup_and_no_link_in_a_letter(
    mailing: Services, mailbox: Mailbox
) -> None:
    question = "<script>alert(1)</script>\n\n[Klik hier](https://kwaad.example)\n- een\n> twee"
    await ask(mailing, question=question, name="[Jan](https://kwaad.example)")
    await deliver(mailing)
    for letter in mailbox.letters:
        assert "<script>" not in html(letter) and "&lt;script&gt;" in html(letter)
        assert 'href="https://kwaad.example"' not in html(letter)


async def test_the_setting_keeps_every_word_of_the_entrepreneur_out_of_the_mail(
    services: Services, settings: Settings, mailbox: Mailbox
) -> None:
    async with services_with_mail(settings, mailbox, mail_content=False) as mailing:
        await add_manager(mailing)
        ticket = await ask(mailing)
        await act(mailing, ticket, "record_reply", "Dat mag op de begane grond.", "Anna")
        await act(mailing, ticket, "record_reply", "Ook met lawaai?", ENTREPRENEUR)
        await deliver(mailing)
    assert len(mailbox.letters) == 4
    for letter in mailbox.letters:
        for words in ("werkplaats", "begane grond", "lawaai"):
            assert words not in letter.as_string()
    assert "Jan" not in letter_to(mailbox, ANNA).as_string()
    assert "leest het antwoord op uw eigen pagina" in plain(letter_to(mailbox, JAN))


async def test_who_asked_in_english_gets_english_letters(mailing: Services, mailbox: Mailbox) -> None:
    ticket = await ask(mailing, language="en")
    await act(mailing, ticket, "record_reply", "You may.", "Anna")
    await act(mailing, ticket, "change_status", TicketStatus.CLOSED, "Anna")
    await deliver(mailing)
    subjects = [str(letter["Subject"]) for letter in mailbox.letters if letter["To"] == JAN]
    assert subjects == [
        f"We have received your question ({ticket.reference})",
        f"Answer to your question {ticket.reference}",
        f"Your question {ticket.reference} is closed",
    ]
    assert '<html lang="en">' in html(letter_to(mailbox, JAN))
    assert letter_to(mailbox, ANNA)["Subject"].startswith("Nieuwe vraag")


async def test_a_closed_question_asks_for_an_opinion_and_one_that_the_entrepreneur_closed_does_not(
    mailing: Services, mailbox: Mailbox
) -> None:
    ticket = await ask(mailing)
    await act(mailing, ticket, "change_status", TicketStatus.CLOSED, "Anna")
    await deliver(mailing)
    assert links(letter_to(mailbox, JAN))[-1].endswith("#oordeel")
    other = await ask(mailing)
    await act(mailing, other, "change_status", TicketStatus.CLOSED, ENTREPRENEUR)
    await deliver(mailing)
    assert "zelf afgesloten" in plain(letter_to(mailbox, ANNA))
    assert "oordeel" not in plain(letter_to(mailbox, JAN))


async def test_without_an_e_mail_address_only_the_account_manager_gets_mail(
    mailing: Services, mailbox: Mailbox
) -> None:
    await ask(mailing, email=None, phone="035 621 00 00")
    await deliver(mailing)
    assert mailbox.to() == [ANNA]


async def test_a_question_of_nobody_goes_to_the_coordinators(
    services: Services, settings: Settings, mailbox: Mailbox
) -> None:
    async with services_with_mail(settings, mailbox) as mailing:
        async with mailing.database.transaction() as session:
            await create_user(session, email=CORA, name="Cora", role="coordinator")
        await ask(mailing)
        await deliver(mailing)
    assert "zonder behandelaar" in letter_to(mailbox, CORA)["Subject"]


async def test_what_is_for_somebody_who_left_goes_to_the_coordinators(
    mailing: Services, mailbox: Mailbox
) -> None:
    async with mailing.database.transaction() as session:
        await create_user(session, email=CORA, name="Cora", role="coordinator")
    ticket = await ask(mailing)
    await deliver(mailing)
    mailbox.letters.clear()
    async with mailing.database.transaction() as session:
        (await session.get_one(AccountManager, "anna")).active = False
    await act(mailing, ticket, "record_reply", "Bent u er nog?", ENTREPRENEUR)
    await deliver(mailing)
    assert mailbox.to() == [CORA]


async def test_who_has_the_question_no_longer_when_the_letter_goes_gets_none(
    mailing: Services, mailbox: Mailbox
) -> None:
    await add_manager(mailing, "bram", gemeenten=["laren"])
    ticket = await ask(mailing)
    async with mailing.database.transaction() as session:
        found = await session.get_one(Ticket, ticket.id)
        found.account_manager_id = "bram"
    await deliver(mailing)
    assert mailbox.to() == [JAN]


async def test_who_goes_on_in_the_chat_gets_no_mail_and_who_left_gets_one_with_all_of_it(
    mailing: Services, services: Services, mailbox: Mailbox
) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        conversation, _, _ = await services.conversations.start(StartConversation())
        ticket = await ask(mailing, conversation_id=conversation.id)
        await deliver(mailing)
        await act(mailing, ticket, "record_reply", "Goedemiddag.", "Anna")
        time.shift(timedelta(seconds=30))
        await services.conversations.post(conversation.id, PostMessage(text="Dag!"))
        time.shift(CHAT_PAUSE)
        mailbox.letters.clear()
        await deliver(mailing)
        assert mailbox.to() == []
        await act(mailing, ticket, "record_reply", "Dat mag.", "Anna")
        time.shift(timedelta(seconds=30))
        await act(mailing, ticket, "record_reply", "Op de begane grond.", "Anna")
        time.shift(CHAT_PAUSE)
        await deliver(mailing)
    assert mailbox.to() == [JAN]
    assert "> Dat mag.\n>\n> Op de begane grond." in plain(mailbox.letters[0])


async def test_a_chat_that_is_gone_makes_no_difference_to_the_letter(
    mailing: Services, mailbox: Mailbox
) -> None:
    ticket = await ask(mailing, conversation_id="gewist")
    await act(mailing, ticket, "record_reply", "Dat mag.", "Anna")
    with time_machine.travel(clock.now() + CHAT_PAUSE):
        await deliver(mailing)
    assert "> Dat mag." in plain(letter_to(mailbox, JAN))


async def test_reactions_are_told_once_until_the_account_manager_does_something(
    mailing: Services, mailbox: Mailbox
) -> None:
    ticket = await ask(mailing)
    for text in ("Nog iets.", "En nog iets."):
        await act(mailing, ticket, "record_reply", text, ENTREPRENEUR)
    await deliver(mailing)
    reactions = [each for each in mailbox.letters if each["Subject"].startswith("Reactie")]
    assert len(reactions) == 1 and "> Nog iets." in plain(reactions[0])
    await act(mailing, ticket, "add_note", "Gelezen.", "Anna")
    await act(mailing, ticket, "record_reply", "Een derde.", ENTREPRENEUR)
    await deliver(mailing)
    assert "> Een derde." in plain(letter_to(mailbox, ANNA))
