"""The whole way in two browsers: a question, an answer, a person, and the reply of that person."""

from pages import Chat, NewPage, log_in, reply
from playwright.sync_api import expect

from channels.operations.temporary import Running

QUESTION = "Mag ik twee klanten per dag ontvangen in mijn woning?"
REPLY = "Goedemorgen. Twee klanten per dag is geen probleem. Ik bel u morgen even."


def test_an_entrepreneur_gets_an_answer_then_a_person_and_reads_the_reply_without_reloading(
    chat: Chat, new_page: NewPage, running: Running
) -> None:
    answer = chat.say("mag ik een kapsalon aan huis in bussum")
    expect(answer.locator(".source").first).to_contain_text("Bron: ")
    expect(answer.locator(".source").first).to_contain_text("Gecontroleerd op ")
    manager = chat.hand_over("Sanne Proef", "sanne.proef@example.nl", QUESTION)
    reference = chat.reference

    desk = new_page()
    log_in(desk, running.address, running.log_ins[manager])
    desk.get_by_role("link", name=reference).click()
    expect(desk.get_by_role("heading", name=f"Vraag {reference}")).to_be_visible()
    expect(desk.get_by_role("region", name="Contact")).to_contain_text("sanne.proef@example.nl")
    transcript = desk.get_by_role("log", name="Gesprek")
    expect(transcript).to_contain_text("kapsalon")
    expect(transcript).to_contain_text(answer.locator(".text").inner_text().split("\n")[0])

    reply(desk, REPLY)
    expect(desk.get_by_role("log", name="Gesprek")).to_contain_text(REPLY)

    received = chat.page.locator(".from-account-manager")
    expect(received).to_contain_text(REPLY)
    expect(received.locator(".who")).to_contain_text(f"{manager} accountmanager")
    expect(chat.page.locator("#holder")).to_have_text(f"{manager}, accountmanager")
    # The assistant is silent from here: what is typed goes to the person.
    before = chat.messages.count()
    chat.field.fill("Fijn, tot morgen!")
    chat.field.press("Enter")
    expect(desk.get_by_role("log", name="Gesprek")).to_contain_text("Fijn, tot morgen!", timeout=15_000)
    expect(chat.messages).to_have_count(before + 1)
