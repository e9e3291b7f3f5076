"""The public pages in a browser: readable for everybody, without script, on a phone and on paper."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from pages import NewPage
from playwright.sync_api import Page, expect

ARTICLE = "/kennis/werken-aan-huis-regels-wijdemeren"
PATHS = (
    "/kennis",
    "/kennis/onderwerp/werken-aan-huis?gemeente=huizen",
    "/kennis/zoeken?gemeente=atlantis",
    f"{ARTICLE}?gemeente=laren",
    "/kennis/begrippen",
    "/kennis/bestaat-niet",
)


def violations(page: Page) -> str:
    """Run axe with all its rules and return what is wrong, readable; empty when nothing is."""
    found = Axe().run(page)
    return found.generate_report() if found.violations_count else ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_is_accessible_and_never_scrolls_sideways(
    new_page: NewPage, voordeur: str, width: int, scheme: str
) -> None:
    page = new_page(width=width, color_scheme=scheme)
    for path in PATHS:
        page.goto(voordeur + path)
        assert violations(page) == "", path
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wide), path


def test_without_script_a_reader_searches_chooses_a_gemeente_and_finds_the_chat(
    new_page: NewPage, voordeur: str
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{voordeur}/kennis")
    page.get_by_label("Waar gaat uw vraag over?").fill("mag ik werken aan huis")
    page.get_by_label("Uw gemeente").select_option("Huizen")
    page.get_by_role("button", name="Zoek").click()
    expect(page).to_have_title("Zoeken in de kennisbank – Voordeur Gooi en Vechtstreek")
    page.get_by_role("link", name="Werken aan huis in Huizen").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Huizen")
    expect(page.get_by_text("Gecontroleerd op")).to_be_visible()
    person = page.get_by_role("link", name="Vraag het een mens")
    expect(person).to_have_attribute("href", "/chat?gemeente=huizen")


def test_the_first_tab_skips_to_the_content(new_page: NewPage, voordeur: str) -> None:
    page = new_page()
    page.goto(voordeur + ARTICLE)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Direct naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#inhoud")).to_be_focused()


def test_the_browser_accepts_the_data_for_machines_under_the_security_policy(
    new_page: NewPage, voordeur: str
) -> None:
    """The fixture fails when the policy blocks anything: that is written to the console."""
    page = new_page()
    page.goto(voordeur + ARTICLE)
    data = json.loads(page.locator('script[type="application/ld+json"]').inner_text())
    assert data["@graph"][0]["@type"] == "Article"
    page.goto(f"{voordeur}/kennis/zoeken?gemeente=huizen")
    page.get_by_label("Waar gaat uw vraag over?").fill('<script>document.title="x"</script>')
    page.get_by_role("button", name="Zoek").click()
    expect(page.get_by_label("Waar gaat uw vraag over?")).to_have_value('<script>document.title="x"</script>')
    expect(page).not_to_have_title("x")


def test_on_paper_only_the_answer_is_left_in_black_on_white(new_page: NewPage, voordeur: str) -> None:
    page = new_page(color_scheme="dark")
    page.goto(voordeur + ARTICLE)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Bronnen")).to_be_visible()
    for hidden in (page.get_by_role("navigation"), page.get_by_role("link", name="Vraag het een mens")):
        expect(hidden.first).to_be_hidden()
    style = "getComputedStyle(document.body).getPropertyValue('{}')"
    assert page.evaluate(style.format("background-color")) == "rgb(255, 255, 255)"
    assert page.evaluate(style.format("color")) == "rgb(0, 0, 0)"
