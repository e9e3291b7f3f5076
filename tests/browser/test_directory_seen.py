"""The directory in a real browser: every page once with axe, and who works it with the keyboard alone."""

from pages import NewPage, log_in
from playwright.sync_api import Page, expect
from test_accessibility import is_wider_than_the_screen, violations

from channels.operations.temporary import Running
from kit.clock import today

PAGES = {
    "/desk/directory": "Accountmanagers",
    "/desk/directory/new": "Nieuwe accountmanager",
    "/desk/directory/anna-voorbeeld": "Anna Voorbeeld (voorbeeld)",
    "/desk/directory/anna-voorbeeld/deactivate": "Anna Voorbeeld (voorbeeld) niet meer actief maken",
    "/desk/walk-in-hours": "Spreekuren",
    "/desk/walk-in-hours/new": "Nieuw spreekuur",
    "/desk/walk-in-hours/inloop-laren": "Inloopspreekuur voor ondernemers in Laren (voorbeeld)",
    "/desk/closed-days": "Gesloten dagen",
}


def looks_well(page: Page) -> None:
    """Check a page with axe, light and dark, and on a phone."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == "", page.url
    page.set_viewport_size({"width": 320, "height": 700})
    assert not is_wider_than_the_screen(page), page.url
    page.set_viewport_size({"width": 1280, "height": 800})


def test_the_pages_of_the_coordinator(new_page: NewPage, running: Running) -> None:
    page = new_page()
    log_in(page, running.address, running.log_ins["Coördinator"])
    for path, title in PAGES.items():
        page.goto(running.address + path)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        looks_well(page)
    page.goto(f"{running.address}/desk/directory/new")
    page.get_by_label("Naam", exact=True).fill("Proefpersoon Voorbeeld")
    page.get_by_label("Maandag").fill("altijd")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Wat u hebt ingevuld, staat er nog.")
    expect(page.get_by_label("Maandag")).to_have_value("altijd")
    looks_well(page)
    page.get_by_role("link", name="Maandag").press("Enter")
    expect(page.get_by_label("Maandag")).to_be_focused()


def test_an_account_manager_says_that_they_are_away(new_page: NewPage, running: Running) -> None:
    page = new_page()
    name = "Joke Voorbeeld (voorbeeld)"
    log_in(page, running.address, running.log_ins[name])
    page.get_by_label("Uw aanwezigheid").select_option("Even weg")
    page.get_by_role("button", name="Wijzig uw aanwezigheid").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vragen van ondernemers")
    expect(page.get_by_label("Uw aanwezigheid")).to_have_value("even-weg")
    page.get_by_role("link", name="Aanwezigheid").click()
    expect(page.get_by_role("heading", name="Nu: even weg")).to_be_visible()
    page.get_by_label("Eerste dag").fill(today().replace(year=today().year + 1).isoformat())
    page.get_by_role("button", name="Plan deze afwezigheid").click()
    expect(page.locator(".done")).to_contain_text("De afwezigheid staat erin")
    looks_well(page)
    page.get_by_role("button", name="Haal weg").click()
    expect(page.get_by_text("Er is geen afwezigheid gepland.")).to_be_visible()
    page.get_by_label("Uw aanwezigheid").select_option("Aanwezig")
    page.get_by_role("button", name="Wijzig uw aanwezigheid").click()
