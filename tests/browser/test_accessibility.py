"""Everybody can use the pages: checked with axe, with the keyboard alone, and on a narrow screen."""

import os
from pathlib import Path

import pytest
from pages import Chat, NewPage, log_in, reply
from playwright.sync_api import Page, expect
from seen import is_wider_than_the_screen, looks_well, violations

from channels.operations.temporary import Running

QUESTION = "mag ik een kapsalon aan huis in bussum"
SCHEMES = ("light", "dark")
FOCUSED = "(document.activeElement.shadowRoot?.activeElement ?? document.activeElement)"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_chat_is_accessible_from_the_welcome_to_the_ticket(
    new_page: NewPage, voordeur: str, scheme: str
) -> None:
    chat = Chat(new_page(color_scheme=scheme)).open(voordeur)
    assert violations(chat.page) == ""
    answer = chat.say(QUESTION)
    expect(answer.locator(".source").first).to_be_visible()
    expect(chat.choices.first).to_be_visible()
    assert violations(chat.page) == ""
    chat.page.get_by_role("button", name="Wis dit gesprek").click()
    expect(chat.page.get_by_role("dialog", name="Gesprek wissen?")).to_be_visible()
    assert violations(chat.page) == ""
    chat.page.get_by_role("button", name="Nee, bewaar het gesprek").click()
    chat.page.locator("#person").click()
    expect(chat.last).to_contain_text("Wat is uw naam?", timeout=30_000)
    assert violations(chat.page) == ""


def test_without_a_connection_the_typed_text_stays_and_trying_again_sends_it_once(chat: Chat) -> None:
    chat.page.context.set_offline(True)
    chat.field.fill(QUESTION)
    chat.field.press("Enter")
    alert = chat.page.get_by_role("alert")
    expect(alert).to_contain_text("niet bereikbaar")
    expect(chat.field).to_have_value(QUESTION)
    assert violations(chat.page) == ""
    chat.page.context.set_offline(False)
    alert.get_by_role("button", name="Probeer opnieuw").click()
    expect(chat.last).to_contain_text("Bron: ", timeout=30_000)
    expect(alert).to_be_empty()
    expect(chat.field).to_have_value("")
    expect(chat.page.locator(".from-entrepreneur")).to_have_count(1)


def test_the_page_of_a_ticket_is_accessible_while_it_is_worked_on(
    new_page: NewPage, chat: Chat, running: Running, tmp_path: Path
) -> None:
    chat.pick_gemeente("Hilversum")
    manager = chat.hand_over("Milan Proef", "milan.proef@example.nl", "Waar vind ik een werkplek?")
    desk = new_page()
    log_in(desk, running.address, running.log_ins[manager])
    desk.get_by_role("link", name=chat.reference).click()
    expect(desk.get_by_label("Uw bericht")).to_be_visible()
    looks_well(desk)
    send_too_large(desk, tmp_path / "plan.pdf", "Half getypt")
    reply(desk, "Goedemorgen, ik zoek het voor u uit.")
    expect(chat.page.locator(".from-account-manager")).to_be_visible()
    looks_well(desk)
    looks_well(chat.page)


def send_too_large(desk: Page, file: Path, typed: str) -> None:
    """Choose a file that is stopped at once, send it all the same, and read what to do with the text kept."""
    desk.get_by_label("Uw bericht").fill(typed)
    file.touch()
    os.truncate(file, 30 * 2**20)
    field = desk.get_by_label("Bestand toevoegen")
    field.set_input_files(file)
    assert "te groot" in str(field.evaluate("field => field.validationMessage"))
    field.evaluate("field => field.setCustomValidity('')")
    desk.get_by_role("button", name="Voeg toe").first.click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Te groot")
    expect(desk.get_by_text("Maak het bestand kleiner")).to_be_visible()
    looks_well(desk)
    desk.get_by_role("link", name="Terug naar vraag").click()
    expect(desk.get_by_label("Uw bericht")).to_have_value(typed)


def test_a_question_a_choice_and_the_stop_need_nothing_but_a_keyboard(chat: Chat) -> None:
    keyboard = chat.page.keyboard
    keyboard.press("Tab")
    expect(chat.page.get_by_role("link", name="Direct naar het gesprek")).to_be_focused()
    keyboard.press("Enter")
    expect(chat.field).to_be_focused()
    keyboard.type(QUESTION)
    keyboard.press("Enter")
    expect(chat.last).to_contain_text("Bron: ", timeout=30_000)
    expect(chat.page.locator("#send")).to_have_attribute("aria-disabled", "false")
    expect(chat.field).to_be_focused()

    tab_until(chat.page, "Meer weten", "Shift+Tab")
    outline = chat.page.evaluate(f"getComputedStyle({FOCUSED}).outlineStyle")
    assert outline != "none", "de focus is niet te zien"
    answers = chat.messages.count()
    keyboard.press("Enter")
    expect(chat.messages).to_have_count(answers + 2, timeout=30_000)
    expect(chat.last).to_be_focused()  # so that the next Tab goes to its choices

    tab_until(chat.page, "Praat met een mens", "Tab")
    keyboard.press("Space")
    expect(chat.last).to_contain_text("Wat is uw naam?", timeout=30_000)
    # A live event may show the answer, of two messages outside office hours, before its start has the focus.
    expect(chat.page.locator("#log .from-entrepreneur + .message").last).to_be_focused()
    keyboard.press("Tab")
    expect(chat.last.get_by_role("textbox", name="Uw naam")).to_be_focused()
    tab_until(chat.page, "Stop", "Tab")


def test_the_dialog_to_erase_can_be_left_with_escape_and_erasing_starts_anew(chat: Chat) -> None:
    chat.say("hallo")
    erase = chat.page.get_by_role("button", name="Wis dit gesprek")
    erase.press("Enter")
    expect(chat.page.get_by_role("dialog")).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(erase).to_be_focused()
    assert chat.messages.count() > 1
    erase.press("Enter")
    chat.page.get_by_role("button", name="Ja, wis het gesprek").press("Enter")
    expect(chat.page.get_by_role("status")).to_have_text("Het gesprek is gewist.")
    expect(chat.messages).to_have_count(1)


def test_who_asks_in_words_to_erase_no_longer_sees_the_conversation(chat: Chat) -> None:
    chat.say(QUESTION)
    chat.say("verwijder mijn gegevens")
    chat.page.locator("#log .choices:visible").get_by_role("button", name="Ja", exact=True).click()
    expect(chat.last).to_contain_text("Dit gesprek is gewist", timeout=30_000)
    expect(chat.messages).to_have_count(1)
    expect(chat.choices.first).to_be_visible()


def test_after_reloading_the_conversation_is_there_with_the_last_choices_only(chat: Chat) -> None:
    chat.say(QUESTION)
    chat.choose("Meer weten")
    texts = chat.page.locator("#log .text").all_inner_texts()
    titles = chat.choices.all_inner_texts()
    chat.page.reload()
    expect(chat.page.locator("#log .text")).to_have_text(texts, use_inner_text=True)
    expect(chat.choices).to_have_text(titles)
    expect(chat.page.locator("#log .choices:visible")).to_have_count(1)


@pytest.mark.parametrize("width", [320, 390, 640])
def test_a_narrow_or_enlarged_page_never_scrolls_sideways(
    new_page: NewPage, voordeur: str, width: int
) -> None:
    chat = Chat(new_page(width=width, height=400 if width == 640 else 700)).open(voordeur)
    assert not is_wider_than_the_screen(chat.page)
    answer = chat.say(QUESTION)
    expect(answer.locator(".text")).to_be_in_viewport(ratio=0.5)
    chat.say("x" * 300)
    assert not is_wider_than_the_screen(chat.page)


def test_who_wants_no_motion_gets_none(new_page: NewPage, voordeur: str) -> None:
    page = Chat(new_page(reduced_motion="reduce")).open(voordeur).page
    page.locator("#status").evaluate("element => element.classList.add('busy')")
    moving = page.locator("#status").evaluate("status => getComputedStyle(status, '::after').animationName")
    assert moving == "none"


def tab_until(page: Page, title: str, key: str) -> None:
    """Press the key until the focus is on the button with this title; fail when it takes too long."""
    for _ in range(15):
        page.keyboard.press(key)
        if page.evaluate(f"{FOCUSED}.textContent.trim()") == title:
            return
    raise AssertionError(f"'{title}' is met {key} niet te bereiken")
