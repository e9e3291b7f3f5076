"""The chat on a website where something is in the way: the button is never dead and nothing is lost."""

import re
import time
from collections.abc import Iterator

import pytest
from pages import NewPage
from playwright.sync_api import APIResponse, Browser, Page, Route, expect
from seen import violations
from websites import Website, website
from widget_pages import Widget

from channels.web.widget.files import read_widget
from channels.web.widget.snippet import pinned_snippet

NO_STORAGE = """for (const name of ["sessionStorage", "localStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("forbidden", "SecurityError"); } });"""


@pytest.fixture
def troubled(browser: Browser) -> Iterator[Page]:
    """A page that may complain on its console: that is the trouble."""
    context = browser.new_context(locale="nl-NL", viewport={"width": 1000, "height": 700})
    yield context.new_page()
    context.close()


def refuse(route: Route) -> None:
    route.abort()


def test_on_a_website_that_is_not_on_the_list_the_button_shows_how_to_reach_people(
    troubled: Page, voordeur: str
) -> None:
    with website() as stranger:
        stranger.embed(
            voordeur,
            phone="14 0000",
            email="ondernemen@gemeente.example",
            page="https://www.example.nl/contact",
        )
        chat = Widget(troubled).visit(stranger.address)
        chat.opener.click()
        contact = troubled.locator("voordeur-chat .contact")
        expect(contact.get_by_role("link", name="14 0000")).to_have_attribute("href", "tel:140000")
        expect(contact.get_by_role("link", name="ondernemen@gemeente.example")).to_be_visible()
        expect(contact.get_by_role("link", name="contact")).to_have_attribute(
            "href", "https://www.example.nl/contact"
        )
        assert violations(troubled) == ""


def test_without_a_server_the_button_shows_the_people_and_trying_again_opens_the_chat(
    troubled: Page, site: Website, voordeur: str
) -> None:
    chat = Widget(troubled).visit(site.address)  # it tells what it knows of people, which is kept
    troubled.route(f"{voordeur}/**", refuse)
    chat.opener.click()
    panel = troubled.get_by_role("dialog", name="De chat is nu niet bereikbaar")
    expect(panel.get_by_role("link").first).to_be_visible()
    assert violations(troubled) == ""
    troubled.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(chat.opener).to_be_focused()
    chat.opener.click()
    troubled.unroute(f"{voordeur}/**")
    panel.get_by_role("button", name="Probeer opnieuw").click()
    expect(chat.messages).to_have_count(1)


def test_a_module_that_was_changed_on_the_way_never_runs(
    troubled: Page, site: Website, voordeur: str
) -> None:
    site.script = pinned_snippet(voordeur, gemeente="hilversum")
    changed = "export const start = () => { window.stolen = true; };"
    troubled.route(
        f"{voordeur}/widget/*/chat.js",
        lambda route: route.fulfill(
            body=changed, content_type="text/javascript", headers={"Access-Control-Allow-Origin": "*"}
        ),
    )
    Widget(troubled).visit(site.address).opener.click()
    expect(troubled.get_by_role("dialog", name="De chat is nu niet bereikbaar")).to_be_visible()
    assert troubled.evaluate("window.stolen") is None


def test_a_pinned_version_opens_and_one_with_another_integrity_is_refused(
    troubled: Page, site: Website, voordeur: str
) -> None:
    site.script = pinned_snippet(voordeur)
    Widget(troubled).visit(site.address).press()
    site.script = site.script.replace(read_widget().loader.integrity, "sha384-" + "A" * 64)
    troubled.context.clear_cookies()
    troubled.evaluate("sessionStorage.clear()")
    troubled.goto(f"{site.address}/andere")
    expect(troubled.get_by_role("heading")).to_be_visible()
    assert troubled.locator("voordeur-chat").count() == 0


@pytest.mark.parametrize(
    ("policy", "buttons"),
    [
        ("script-src 'none'", 0),
        ("script-src {voordeur}; connect-src 'self'", 1),
        ("script-src 'nonce-n0nce' 'strict-dynamic'; connect-src {voordeur}", 1),
    ],
)
def test_a_page_that_blocks_scripts_or_calls_stays_whole(
    troubled: Page, site: Website, voordeur: str, policy: str, buttons: int
) -> None:
    site.policy = policy.format(voordeur=voordeur)
    site.script = site.script.replace("<script", '<script nonce="n0nce"')
    troubled.goto(site.address)
    expect(troubled.get_by_role("heading", level=1)).to_be_visible()
    if not buttons:
        assert troubled.locator("voordeur-chat").count() == 0
        return
    Widget(troubled).opener.click()
    works = "strict-dynamic" in policy
    expect(troubled.locator("#log .message" if works else "voordeur-chat .contact").first).to_be_visible()


def test_without_storage_the_chat_works_as_long_as_the_page_is_open(new_page: NewPage, site: Website) -> None:
    page = new_page()
    page.add_init_script(NO_STORAGE)
    chat = Widget(page).visit(site.address).press()
    chat.choose("Werken aan huis")
    page.keyboard.press("Escape")
    chat.opener.click()
    expect(chat.messages).to_have_count(3)
    page.reload()
    expect(chat.opener).to_be_visible()
    chat.press()
    expect(chat.messages).to_have_count(1)


def test_a_conversation_survives_pages_and_is_the_same_in_two_tabs(new_page: NewPage, site: Website) -> None:
    page, asked = new_page(), []
    page.on("request", lambda request: asked.append(request.url) if "/v1/widget" in request.url else None)
    chat = Widget(page).visit(site.address).press()
    chat.choose("Werken aan huis")
    chat.page.get_by_role("link", name="vestigen en vergunningen").click()
    chat.page.wait_for_url("**/andere")
    expect(chat.messages).to_have_count(3)
    assert chat.page.evaluate("document.activeElement.tagName") == "BODY"  # the page keeps the focus
    assert len(asked) == 1  # not with every page
    with chat.page.context.expect_page() as opened:
        chat.page.evaluate("window.open('/derde')")  # a tab of the same session
    other = Widget(opened.value)
    expect(other.messages).to_have_count(3)
    other.choose("Praat met een mens")
    expect(chat.last).to_contain_text("Wat is uw naam?")
    expect(chat.messages).to_have_count(other.messages.count())
    expect(chat.page.locator("#log .choices:visible")).to_have_count(1)
    chat.say("Sanne Proef")
    expect(other.last).to_contain_text("e-mailadres")
    expect(other.page.locator(".from-entrepreneur")).to_have_count(3)
    other.page.get_by_role("button", name="Wis dit gesprek").click()
    other.page.get_by_role("button", name="Ja, wis het gesprek").click()
    expect(other.messages).to_have_count(1)
    expect(chat.page.get_by_role("alert")).to_contain_text("gewist of verlopen")
    expect(chat.messages).to_have_count(1)


def test_a_choice_from_an_old_message_gets_an_answer_and_what_was_asked_is_asked_again(
    new_page: NewPage, site: Website
) -> None:
    chat = Widget(new_page()).visit(site.address).press()
    chat.page.locator("#person").click()
    expect(chat.last).to_contain_text("Wat is uw naam?")
    # As another window does that has not heard of this yet.
    chat.host.evaluate("host => host.choose({ choice: 'topic:starten', title: 'Een bedrijf starten' })")
    expect(chat.page.locator(".from-entrepreneur").last).to_contain_text("Een bedrijf starten")
    expect(chat.last).to_contain_text("Wat is uw naam?")
    expect(chat.last.get_by_role("textbox", name="Uw naam")).to_be_visible()
    expect(chat.page.get_by_role("alert")).to_be_empty()


def test_a_button_pressed_twice_says_it_once(new_page: NewPage, site: Website) -> None:
    chat = Widget(new_page()).visit(site.address).press()
    chat.choices.filter(has_text="Werken aan huis").dblclick()
    expect(chat.last).to_contain_text("Dit kan ik u vertellen")
    expect(chat.page.locator(".from-entrepreneur")).to_have_count(1)
    chat.page.evaluate(
        "() => { const { shadowRoot } = document.querySelector('voordeur-chat');"
        " for (let each = 0; each < 3; each++) shadowRoot.querySelector('#person').click(); }"
    )
    expect(chat.last).to_contain_text("Wat is uw naam?")
    expect(chat.page.locator(".from-entrepreneur")).to_have_count(2)


def test_what_is_pressed_between_the_live_event_and_the_answer_is_said_in_its_turn(
    new_page: NewPage, site: Website, voordeur: str
) -> None:
    chat, held = Widget(new_page()).visit(site.address).press(), list[tuple[Route, APIResponse]]()

    def keep_back(route: Route) -> None:
        first = route.request.method == "POST" and not held
        held.append((route, route.fetch())) if first else route.continue_()

    chat.page.route(f"{voordeur}/v1/conversations/*/messages", keep_back)
    chat.choices.filter(has_text="Werken aan huis").click()
    expect(chat.last).to_contain_text("Dit kan ik u vertellen")  # by the live events
    chat.choices.filter(has_text="Doe de check").dblclick()
    chat.field.fill("weet ik niet")
    chat.field.press("Enter")
    chat.field.press("Enter")
    expect(chat.page.locator(".from-entrepreneur")).to_have_count(1)
    route, response = held[0]
    route.fulfill(response=response)
    said = chat.page.locator(".from-entrepreneur .text")
    expect(said).to_have_text(["Werken aan huis", re.compile("Doe de check"), "weet ik niet"])
    expect(chat.last).to_have_class(re.compile("from-assistant"))
    expect(chat.field).to_have_value("")


def test_a_pause_that_the_server_asks_for_is_kept_and_told(
    new_page: NewPage, site: Website, voordeur: str
) -> None:
    chat, asked = Widget(new_page()).visit(site.address).press(), list[float]()
    pauses = iter(("2", "300"))

    def too_fast(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        asked.append(time.monotonic())
        pause = next(pauses, None) if len(asked) != 2 else None
        if pause is None:
            return route.continue_()
        cors = {"Access-Control-Allow-Origin": site.address, "Access-Control-Expose-Headers": "Retry-After"}
        return route.fulfill(status=429, headers=cors | {"Retry-After": pause}, json={})

    chat.page.route(f"{voordeur}/v1/conversations/*/messages", too_fast)
    alert = chat.page.get_by_role("alert")
    chat.choices.filter(has_text="Werken aan huis").click()
    expect(alert).to_contain_text("versturen uw bericht vanzelf over 2 seconden")
    expect(chat.last).to_contain_text("Dit kan ik u vertellen")
    expect(alert).to_be_empty()
    assert len(asked) == 2 and asked[1] - asked[0] >= 2
    chat.choices.first.click()
    expect(alert).to_contain_text("Probeer het opnieuw over 5 minuten")
    alert.get_by_role("button", name="Probeer opnieuw").click()
    expect(alert).to_contain_text("Probeer het opnieuw over 5 minuten")
    expect(chat.choices.first).to_be_visible()
    assert len(asked) == 3, "asked again within the pause"


def test_outside_the_hours_the_button_says_so_and_switched_off_there_is_none(
    new_page: NewPage, site: Website, voordeur: str
) -> None:
    page, state = new_page(), {"state": "closed", "notice": "De chat is nu dicht."}

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, json=response.json() | state)

    page.route(f"{voordeur}/v1/widget?*", answer)
    chat = Widget(page).visit(site.address)
    chat.opener.click()
    panel = page.get_by_role("dialog", name="De chat is nu dicht.")
    expect(panel.get_by_role("link").first).to_be_visible()
    assert violations(page) == ""
    state["state"] = "open"
    panel.get_by_role("button", name="Probeer opnieuw").click()
    expect(chat.messages.first).to_be_visible()
    page.evaluate("sessionStorage.clear()")
    state["state"] = "off"
    with page.expect_response("**/v1/widget?*"):
        page.goto(f"{site.address}/andere")
    expect(chat.host).to_be_attached()
    expect(chat.opener).to_have_count(0)


def test_the_line_twice_is_one_button_and_an_english_page_gets_english(
    new_page: NewPage, site: Website, voordeur: str
) -> None:
    site.embed(voordeur, language="en", position="left", greeting="Any question?")
    site.script += site.script
    chat = Widget(new_page())
    chat.page.goto(site.address)
    expect(chat.opener).to_have_count(1)
    expect(chat.opener).to_have_text("Ask a question")
    chat.press()
    expect(chat.window).to_contain_text("Any question?")
    expect(chat.last).to_contain_text("Welcome to Voordeur")
    box = chat.window.bounding_box()
    assert box and box["x"] < 50
    expect(chat.page.get_by_role("button", name="Talk to a person").first).to_be_visible()
