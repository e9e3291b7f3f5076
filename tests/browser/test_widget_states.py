"""The chat on the website of a municipality: its states, its looks, its keyboard and its tree."""

import re

import pytest
from pages import NewPage, log_in, reply
from playwright.sync_api import Page, Route, expect
from seen import violations
from websites import Website
from widget_pages import Widget, dress

from channels.operations.temporary import Running

WHATSAPP = "https://wa.me/31850000000?text=VD23456789BC"
STRICT = (
    "default-src 'none'; script-src 'nonce-n0nce'; style-src 'nonce-n0nce'; connect-src {voordeur}; "
    "base-uri 'none'; form-action 'self'"
)


def strict(site: Website, voordeur: str) -> None:
    """Let the website allow only what carries its nonce, and only our API."""
    site.policy = STRICT.format(voordeur=voordeur)
    site.script = site.script.replace("<script", '<script nonce="n0nce"')
    site.head = site.head.replace("<link", '<link nonce="n0nce"')


def check_everything(chat: Widget) -> None:
    assert violations(chat.page) == ""
    assert too_small(chat.page) == []


def too_small(page: Page) -> list[str]:
    """Return what can be pressed and is smaller than 24 by 24 pixels; links in a sentence may be."""
    return list(
        page.evaluate(
            """() => [...document.querySelector('voordeur-chat').shadowRoot
                .querySelectorAll('button, input, textarea, summary')]
              .filter((each) => each.checkVisibility())
              .map((each) => [each.closest('label') ?? each, each.textContent || each.type])
              .filter(([each]) => Math.min(each.offsetWidth, each.offsetHeight) < 24)
              .map(([, name]) => name)"""
        )
    )


def test_opening_again_does_not_show_the_conversation_anew_over_a_message_under_way(
    new_page: NewPage, site: Website
) -> None:
    chat = Widget(new_page()).visit(site.address)
    chat.press()
    expect(chat.messages).to_have_count(1)
    chat.page.keyboard.press("Escape")
    asked: list[str] = []
    chat.page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    chat.press()
    chat.choose("Praat met een mens")
    expect(chat.last).to_contain_text("Wat is uw naam?")
    expect(chat.page.locator(".from-entrepreneur")).to_have_count(1)
    said = next(number for number, each in enumerate(asked) if each.startswith("POST"))
    assert [each for each in asked[:said] if re.search(r"/v1/conversations/[^/]+$", each)] == []


@pytest.mark.parametrize(("theme", "scheme"), [("utrecht", "light"), ("nijmegen", "dark"), ("", "dark")])
def test_every_state_is_accessible_in_the_look_of_the_municipality_under_a_strict_policy(
    new_page: NewPage, site: Website, voordeur: str, theme: str, scheme: str
) -> None:
    colour = dress(site, theme or "own")
    strict(site, voordeur)
    chat = Widget(new_page(color_scheme=scheme)).visit(site.address)
    assert chat.opener.evaluate("each => getComputedStyle(each).backgroundColor") == colour
    check_everything(chat)  # closed
    chat.press()
    assert chat.page.evaluate("document.cookie") == "" and chat.page.context.cookies() == []
    check_everything(chat)  # open, with choices
    chat.choose("Werken aan huis")
    chat.choose("Doe de check")
    expect(chat.last.locator(".progress")).to_contain_text("Stap 2 van")
    check_everything(chat)  # a check
    if theme == "nijmegen":
        return
    chat.page.locator("#person").click()
    name = chat.last.get_by_role("textbox", name="Uw naam")
    expect(name).to_have_attribute("autocomplete", "name")
    chat.last.get_by_role("button", name="Volgende").click()
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description(re.compile("Wat is uw naam.*Vul dit in: uw naam", re.DOTALL))
    check_everything(chat)  # a form with an error
    chat.field.fill("x" * 3000)
    chat.field.press("Enter")
    expect(chat.field).to_have_accessible_description(re.compile("2000 tekens te lang"))
    assert len(chat.field.input_value()) == 3000
    check_everything(chat)  # an error
    chat.field.fill("hallo")
    chat.page.context.set_offline(True)
    chat.field.press("Enter")
    alert = chat.page.get_by_role("alert")
    expect(alert).to_contain_text("niet bereikbaar")
    alert.locator("summary").click()
    expect(alert.get_by_role("link", name="@")).to_be_visible()
    check_everything(chat)  # offline
    chat.page.context.set_offline(False)


def test_a_person_answers_in_the_window_and_is_noticed_while_it_is_closed(
    new_page: NewPage, site: Website, running: Running
) -> None:
    chat = Widget(new_page()).visit(site.address).press()
    manager = chat.hand_over("Noor Proef", "noor.proef@example.nl", "Waar vind ik een werkplek?")
    desk = new_page()
    log_in(desk, running.address, running.log_ins[manager])
    desk.get_by_role("link", name=chat.reference).click()
    chat.page.keyboard.press("Escape")
    reply(desk, "Goedemorgen, ik zoek het voor u uit.")
    expect(chat.opener).to_contain_text("nieuw bericht")
    check_everything(chat)
    chat.opener.click()
    expect(chat.page.locator(".from-account-manager")).to_contain_text("ik zoek het voor u uit")
    expect(chat.page.locator("#holder")).to_have_text(f"{manager}, accountmanager")
    expect(chat.opener).to_be_hidden()
    chat.field.fill("Fijn, dank u!")
    chat.field.press("Enter")
    expect(desk.get_by_role("log", name="Gesprek")).to_contain_text("Fijn, dank u!")
    expect(chat.page.locator(".from-entrepreneur .seen")).to_have_text("Gelezen")
    check_everything(chat)  # live with a person


def test_everything_can_be_done_with_a_keyboard_and_the_focus_is_never_lost_or_caught(
    new_page: NewPage, site: Website
) -> None:
    chat = Widget(new_page()).visit(site.address)
    keyboard = chat.page.keyboard
    for _ in range(3):
        keyboard.press("Tab")
    expect(chat.opener).to_be_focused()
    assert chat.opener.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
    expect(chat.opener).to_have_attribute("aria-expanded", "false")
    keyboard.press("Enter")
    expect(chat.field).to_be_focused()
    expect(chat.messages).to_have_count(1)
    keyboard.press("Escape")
    expect(chat.window).to_be_hidden()
    expect(chat.opener).to_be_focused()
    keyboard.press("Space")
    expect(chat.field).to_be_focused()

    _tab_to(chat, "Praat met een mens", "Shift+Tab")
    keyboard.press("Enter")
    expect(chat.last).to_contain_text("Wat is uw naam?")
    expect(chat.page.locator(".from-entrepreneur + .message").last).to_be_focused()
    keyboard.press("Tab")
    assert chat.focused_text() == "Uw naam"
    keyboard.type("Sanne Proef")
    keyboard.press("Enter")
    expect(chat.last.get_by_role("textbox", name="Uw e-mailadres of telefoonnummer")).to_be_focused()
    keyboard.type("geen adres")
    keyboard.press("Enter")
    again = chat.last.get_by_role("textbox", name="Uw e-mailadres of telefoonnummer")
    expect(again).to_be_focused()
    expect(again).to_have_attribute("aria-invalid", "true")

    _tab_to(chat, "Wis dit gesprek", "Tab")
    keyboard.press("Enter")
    expect(chat.page.get_by_role("dialog", name="Gesprek wissen?")).to_be_visible()
    keyboard.press("Escape")
    expect(chat.window).to_be_visible()
    assert chat.focused_text() == "Wis dit gesprek"
    keyboard.press("Tab")  # past the last button: out of the window, not around in it
    assert chat.page.evaluate("document.activeElement.tagName") != "VOORDEUR-CHAT"


def _tab_to(chat: Widget, text: str, key: str) -> None:
    for _ in range(20):
        if chat.focused_text() == text:
            return
        chat.page.keyboard.press(key)
    raise AssertionError(f"'{text}' is met {key} niet te bereiken")


def test_a_screen_reader_hears_what_everything_is(new_page: NewPage, site: Website) -> None:
    chat = Widget(new_page()).visit(site.address)
    expect(chat.host).to_match_aria_snapshot('- button "Stel uw vraag"')
    chat.press()
    chat.choose("Werken aan huis")
    chat.choose("Doe de check")
    expect(chat.host).to_match_aria_snapshot(
        """
        - dialog "Chat voor ondernemers":
          - heading "Chat voor ondernemers" [level=2]
          - button "Sluit de chat"
          - paragraph:
            - text: U praat met
            - strong: de digitale assistent
          - button "Praat met een mens"
          - log "Gesprek":
            - article:
              - paragraph: Digitale assistent
            - article:
              - text: Werken aan huis
            - article:
              - paragraph: /Stap 2 van \\d – Mag ik werken aan huis/
              - textbox "Uw antwoord"
              - button "Volgende"
              - group /Keuzes/:
                - button "Weet ik niet"
          - status
          - text: Uw vraag of antwoord
          - textbox "Uw vraag of antwoord"
          - button "Verstuur"
          - button "Bewaar dit gesprek"
          - button "Wis dit gesprek"
        """
    )


def test_an_answer_that_does_not_help_asks_why_and_the_conversation_can_be_saved(
    new_page: NewPage, site: Website
) -> None:
    chat = Widget(new_page()).visit(site.address).press()
    chat.choose("Werken aan huis")
    answer = chat.choose("Geluid, geur en milieu")
    answer.get_by_role("group", name="Helpt dit antwoord?").get_by_role("button", name="Nee").click()
    why = answer.get_by_role("group", name="Wat was er niet goed?")
    why.get_by_label("Er ontbreekt iets").check()
    assert violations(chat.page) == ""
    answer.get_by_role("button", name="Verstuur uw reactie").click()
    expect(answer).to_contain_text("Dank u wel")
    chat.page.get_by_role("button", name="Bewaar dit gesprek").click()
    dialog = chat.page.get_by_role("dialog", name="Bewaar dit gesprek")
    assert violations(chat.page) == ""
    with chat.page.expect_download() as saving:
        dialog.get_by_role("button", name="Download als tekst").click()
    assert saving.value.suggested_filename.startswith("gesprek-voordeur-")
    saved = saving.value.path().read_text()
    assert "Geluid, geur en milieu" in saved and "Bron: " in saved and "Digitale assistent, " in saved
    chat.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(chat.window).to_be_visible()


def test_a_copy_goes_to_an_address_and_a_wrong_one_is_told_beside_the_field(
    new_page: NewPage, site: Website, voordeur: str
) -> None:
    page = new_page()
    page.route(f"{voordeur}/v1/widget?*", _with_mail)
    page.route(f"{voordeur}/v1/conversations/*/copies", _as_a_server_with_mail)
    chat = Widget(page).visit(site.address).press()
    page.get_by_role("button", name="Bewaar dit gesprek").click()
    dialog = page.get_by_role("dialog", name="Bewaar dit gesprek")
    field = dialog.get_by_role("textbox", name="e-mailadres")
    field.fill("noor")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("Dit e-mailadres klopt niet.")
    assert violations(page) == ""
    field.fill("noor@voorbeeld.nl")
    field.press("Enter")
    expect(dialog).to_contain_text("onderweg")
    dialog.get_by_role("button", name="Klaar").click()
    expect(chat.window).to_be_visible()
    # The same server has WhatsApp; what it does with a real code is in test_linking.py.
    page.route(f"{voordeur}/v1/conversations/*/messenger-codes", _with_a_code)
    page.get_by_role("button", name="Ga verder in WhatsApp").click()
    dialog = page.get_by_role("dialog", name="Ga verder in WhatsApp")
    expect(dialog.get_by_role("link", name="Open WhatsApp")).to_have_attribute("href", WHATSAPP)
    expect(dialog).to_contain_text("+31850000000 met deze code: VD23456789BC")
    check_everything(chat)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert chat.focused_text() == "Ga verder in WhatsApp"


def _with_a_code(route: Route) -> None:
    code = {"code": "VD23456789BC", "links": [{"channel": "whatsapp", "url": WHATSAPP}]}
    origin = {"Access-Control-Allow-Origin": route.request.headers["origin"]}
    route.fulfill(status=201, json=code, headers=origin)


def _with_mail(route: Route) -> None:
    response = route.fetch()
    messengers = [{"channel": "whatsapp", "name": "WhatsApp", "address": "+31850000000"}]
    route.fulfill(response=response, json=response.json() | {"mailsCopies": True, "messengers": messengers})


def _as_a_server_with_mail(route: Route) -> None:
    """Answer as the server does with mail; what it does with real mail is in test_copies.py."""
    if route.request.method == "OPTIONS":
        return route.continue_()
    good = "@" in (route.request.post_data or "")
    origin = {"Access-Control-Allow-Origin": route.request.headers["origin"]}
    detail = {} if good else {"detail": "Dit e-mailadres klopt niet."}
    return route.fulfill(status=202 if good else 400, json=detail, headers=origin)
