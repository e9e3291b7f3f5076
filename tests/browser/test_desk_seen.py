"""The ways in and the list of tickets in a real browser, and work by keyboard."""

import re

import pyotp
from pages import Chat, NewPage, log_in, notice
from playwright.sync_api import Page, Route, expect
from seen import looks_well

from channels.operations.temporary import Running


def test_a_second_factor_from_the_qr_code_to_the_recovery_codes(new_page: NewPage, running: Running) -> None:
    page, log_in_of = new_page(), running.log_ins["Redactie"]
    page.goto(f"{running.address}/desk/log-in")
    sign_in(page, log_in_of)
    expect(page.get_by_role("heading", level=1)).to_have_text("Artikelen")
    page.goto(f"{running.address}/desk/account/second-factor")
    expect(page.get_by_role("img", name=re.compile("QR-code"))).to_be_visible()
    looks_well(page)
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.get_by_label("Code van uw app").fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("klopt niet")
    looks_well(page)
    page.get_by_label("Code van uw app").fill(pyotp.TOTP(secret).now())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw herstelcodes")
    looks_well(page)
    codes = page.locator(".codes code").all_inner_texts()
    other = new_page()
    other.goto(f"{running.address}/desk/log-in")
    sign_in(other, log_in_of)
    expect(other.get_by_role("heading", level=1)).to_have_text("Code van uw app")
    looks_well(other)
    other.get_by_label("Code", exact=True).fill(codes[0])
    other.keyboard.press("Enter")
    expect(other.get_by_role("heading", level=1)).to_have_text("Artikelen")
    other.goto(f"{running.address}/desk/account/second-factor")
    looks_well(other)
    other.get_by_label("Code van uw app").nth(1).fill(codes[1])
    other.get_by_role("button", name="Zet uit").click()
    expect(notice(other)).to_contain_text("Uw tweede stap is uit")


def sign_in(page: Page, log_in_of: tuple[str, str]) -> None:
    page.get_by_label("E-mailadres").fill(log_in_of[0])
    page.get_by_label("Wachtwoord").fill(log_in_of[1])
    page.keyboard.press("Enter")


def test_a_day_at_the_list_needs_nothing_but_a_keyboard(
    new_page: NewPage, chat: Chat, running: Running
) -> None:
    chat.pick_gemeente("Hilversum")
    chat.hand_over("Milan Proef", "milan.proef@example.nl", "Waar vind ik een werkplek?")
    page = new_page()
    log_in(page, running.address, running.log_ins["Coördinator"])
    walk_with_keys(page)


def walk_with_keys(page: Page) -> None:
    """Choose a ticket, look at the overview, search, and open the ticket."""
    bulk = page.get_by_role("form", name=re.compile("Met de gekozen vragen"))
    expect(bulk).to_be_hidden()
    page.keyboard.press("j")
    expect(page.locator(".inbox tbody th a").first).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("#bulk-count")).to_have_text("(1)")
    expect(bulk).to_be_visible()
    looks_well(page)
    page.keyboard.press("x")
    expect(bulk).to_be_hidden()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Sneltoetsen")
    expect(dialog.get_by_text("naar het zoekveld")).to_be_visible()
    looks_well(page)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.keyboard.press("/")
    expect(page.get_by_label(re.compile("^Zoek in"))).to_be_focused()
    page.keyboard.type("j?x")  # in a field a key is a letter
    expect(page.get_by_label(re.compile("^Zoek in"))).to_have_value("j?x")
    page.goto(page.url)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Vraag VD-"))
    page.keyboard.press("n")
    expect(page.locator("#note-field")).to_be_focused()


def test_an_early_key_counts_and_the_keys_can_be_off(new_page: NewPage, running: Running) -> None:
    page = new_page()
    log_in(page, running.address, running.log_ins["Coördinator"])
    held: list[Route] = []
    page.route("**/static/desk-shortcuts.js", lambda route: held.append(route))
    page.goto(f"{running.address}/desk/tickets", wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_label(re.compile("^Zoek in"))).not_to_be_focused()
    held[0].continue_()
    page.unroute("**/static/desk-shortcuts.js")
    expect(page.get_by_label(re.compile("^Zoek in"))).to_be_focused()
    page.goto(f"{running.address}/desk/shortcuts")
    page.get_by_label(re.compile("Sneltoetsen staan aan")).uncheck()
    page.goto(f"{running.address}/desk/tickets")
    page.keyboard.press("?")
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_label(re.compile("^Zoek in"))).not_to_be_focused()
