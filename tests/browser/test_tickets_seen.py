"""The canned replies in a real browser, with the keyboard."""

from pages import NewPage, log_in
from playwright.sync_api import expect
from seen import looks_well

from channels.operations.temporary import Running


def test_a_canned_reply_is_refused_kept_and_taken_away(new_page: NewPage, running: Running) -> None:
    page = new_page()
    log_in(page, running.address, running.log_ins["Coördinator"])
    page.goto(f"{running.address}/desk/canned")
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
