"""The pages about tickets in a real browser: with axe, light and dark, on a phone, and with the keyboard."""

from pages import NewPage, log_in
from playwright.sync_api import expect
from test_directory_seen import looks_well

from channels.operations.temporary import Running

PAGES = {"/desk/promises": "Termijnen", "/desk/figures": "Prestaties", "/desk/canned": "Standaardantwoorden"}


def test_the_pages_of_promises_figures_and_texts(new_page: NewPage, running: Running) -> None:
    page = new_page()
    log_in(page, running.address, running.log_ins["Coördinator"])
    for path, title in PAGES.items():
        page.goto(running.address + path)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        looks_well(page)
    page.get_by_label("Titel").fill("Afspraak")
    page.get_by_label("Tekst").fill("Dag {voornaam}")
    page.get_by_label("Voor iedereen").check()
    page.get_by_role("button", name="Bewaar").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("De variabele {voornaam} bestaat niet")
    looks_well(page)
    page.get_by_label("Tekst").fill("Dag {naam}")
    page.get_by_role("button", name="Bewaar").press("Enter")
    expect(page.get_by_text("Het standaardantwoord is bewaard.")).to_be_visible()
    looks_well(page)
    page.get_by_role("button", name="Verwijder Afspraak", exact=True).press("Enter")
    expect(page.get_by_text("Het standaardantwoord is weg.")).to_be_visible()
