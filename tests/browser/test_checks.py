"""The guided checks in a browser: their pages without script, and a check in the chat."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from pages import Chat, NewPage, log_in
from playwright.sync_api import Page, expect

from channels.operations.temporary import Running

CHECKS = ("werken-aan-huis", "financiering", "locatie")
SCHEMES = ("light", "dark")


def violations(page: Page) -> str:
    """Run axe with all its rules and return what is wrong, readable; empty when nothing is."""
    page.wait_for_load_state()  # without its style sheets a page has other colours
    found = Axe().run(page)
    return found.generate_report() if found.violations_count else ""


def is_wider_than_the_screen(page: Page) -> bool:
    page.wait_for_load_state()  # without its style sheets a table is wider than a phone
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def send(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Bekijk de uitkomst")).click()


def fill_in(page: Page, check: str) -> None:
    """Fill in the form of a check as somebody with a plan would."""
    for more in page.get_by_text("Meer vragen").all():
        more.click()
    page.get_by_label(re.compile("In welke gemeente")).fill("Hilversum")
    if check == "werken-aan-huis":
        page.get_by_label("Wat voor werk doet u of gaat u doen?").fill("kapper")
        page.get_by_label("Hoe groot is de woning, in m²?").fill("120")
        page.get_by_label("Hoeveel m² gebruikt u voor het werk?").fill("een kamer van 4 bij 5")
    elif check == "financiering":
        page.get_by_label("Ik ben net begonnen").check()
        page.get_by_label("Mijn bedrijf starten").check()
        page.get_by_label(re.compile("Hoeveel geld")).fill("10.000")
    else:
        page.get_by_label("Kantoor of coworking").check()
        page.get_by_label(re.compile("^In een aanloopstraat")).check()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("check", CHECKS)
def test_a_page_is_accessible_empty_refused_and_with_an_outcome(
    new_page: NewPage, voordeur: str, check: str, scheme: str
) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(f"{voordeur}/checks/{check}")
    assert violations(page) == ""
    page.get_by_label(re.compile("In welke gemeente")).fill("Atlantis")
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("Deze gemeente kennen wij niet")
    expect(page).to_have_title(re.compile("^Fout: "))
    assert violations(page) == ""
    fill_in(page, check)
    send(page)
    expect(page.get_by_role("heading", name=re.compile("^Uitkomst:"))).to_be_visible()
    assert violations(page) == ""


@pytest.mark.parametrize("check", CHECKS)
def test_a_page_needs_no_script_and_keeps_what_was_filled_in(
    new_page: NewPage, voordeur: str, check: str
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{voordeur}/checks/{check}")
    fill_in(page, check)
    send(page)
    expect(page.get_by_role("heading", name=re.compile("^Uitkomst:"))).to_be_in_viewport()
    expect(page.get_by_label(re.compile("In welke gemeente"))).to_have_value("Hilversum")
    assert page.context.cookies() == []


@pytest.mark.parametrize("check", CHECKS)
def test_a_narrow_page_never_scrolls_sideways(new_page: NewPage, voordeur: str, check: str) -> None:
    page = new_page(width=320, height=700)
    page.goto(f"{voordeur}/checks/{check}")
    assert not is_wider_than_the_screen(page)
    fill_in(page, check)
    send(page)
    expect(page.get_by_role("heading", name=re.compile("^Uitkomst:"))).to_be_visible()
    assert not is_wider_than_the_screen(page)


def test_the_link_in_the_summary_of_mistakes_leads_to_the_field(new_page: NewPage, voordeur: str) -> None:
    page = new_page()
    page.goto(f"{voordeur}/checks/werken-aan-huis")
    page.get_by_text("Meer vragen").click()
    page.get_by_label("Hoe groot is de woning, in m²?").fill("0 m2")
    send(page)
    page.get_by_role("alert").get_by_role("link").click()
    field = page.get_by_label("Hoe groot is de woning, in m²?")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("0 m2")


def test_on_paper_the_outcome_is_there_and_the_buttons_are_not(new_page: NewPage, voordeur: str) -> None:
    page = new_page()
    page.goto(f"{voordeur}/checks/werken-aan-huis")
    fill_in(page, "werken-aan-huis")
    send(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("table", name="Waar wij op letten")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Bekijk de uitkomst"))).to_be_hidden()


def test_the_chat_goes_on_where_the_page_ended(new_page: NewPage, voordeur: str) -> None:
    page = new_page()
    page.goto(f"{voordeur}/checks/locatie")
    fill_in(page, "locatie")
    send(page)
    page.get_by_role("button", name="Verder in de chat").click()
    page.wait_for_url(re.compile(r"/chat(#antwoord)?$"))
    expect(page.locator("#log .message").last).to_contain_text("Kantoor of coworking")


def test_a_check_in_the_chat_goes_along_to_the_account_manager(
    chat: Chat, new_page: NewPage, running: Running
) -> None:
    chat.pick_gemeente("Hilversum")
    chat.say("doe de werken-aan-huis-check")
    chat.say("ik ben kapper, een kamer van 4 bij 5 in een huis van 120 m2, geen personeel")
    for _ in range(20):
        if "rechten" in chat.last.inner_text():
            break
        chat.choose("Weet ik niet")
    expect(chat.last).to_contain_text("rechten")
    assert violations(chat.page) == ""
    chat.choose("Vraag het ")
    chat.say("Sanne Proef")
    chat.say("sanne.proef@example.nl")
    chat.choose("Deze vraag klopt")
    chat.choose("Ja")
    sent = chat.choose("Verstuur")
    manager = sent.locator("strong").first.inner_text()
    reference = chat.reference

    desk = new_page()
    log_in(desk, running.address, running.log_ins[manager])
    desk.get_by_role("link", name=reference).click()
    question = desk.get_by_role("region", name="De vraag")
    expect(question).to_contain_text("20 m²")
    expect(question).to_contain_text("120 m²")
    assert violations(desk) == ""
