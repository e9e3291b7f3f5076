"""The directory in a real browser, for who works it with the keyboard alone."""

from pages import NewPage, log_in
from playwright.sync_api import expect
from seen import looks_well

from channels.operations.temporary import Running
from kit.clock import today


def test_a_form_with_mistakes_keeps_the_text_and_leads_to_them(new_page: NewPage, running: Running) -> None:
    page = new_page()
    log_in(page, running.address, running.log_ins["Coördinator"])
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


def test_a_coordinator_adds_somebody_who_sets_the_own_password(new_page: NewPage, running: Running) -> None:
    page, newcomer = new_page(), new_page()
    log_in(page, running.address, running.log_ins["Coördinator"])
    page.get_by_role("link", name="Gebruikers").click()
    page.get_by_role("link", name="Voeg een gebruiker toe").click()
    page.get_by_label("Naam").fill("Nieuwe Proefpersoon")
    page.get_by_label("E-mailadres").fill("proef@example.nl")
    page.locator("#role").select_option("auditor")
    page.get_by_role("button", name="Voeg toe en nodig uit").click()
    expect(page.get_by_role("heading", name="Geef deze link door")).to_be_visible()
    looks_well(page)
    newcomer.goto(page.locator("#link").input_value())
    looks_well(newcomer)
    newcomer.get_by_label("Uw wachtwoord, ten minste").fill("een goed lang woord")
    newcomer.get_by_label("Uw wachtwoord nog een keer").fill("een goed lang woord")
    newcomer.keyboard.press("Enter")
    expect(newcomer.locator(".done")).to_contain_text("Uw wachtwoord is bewaard")
    newcomer.get_by_label("E-mailadres").fill("proef@example.nl")
    newcomer.get_by_label("Wachtwoord", exact=True).fill("een goed lang woord")
    newcomer.keyboard.press("Enter")
    expect(newcomer.get_by_text("Nieuwe Proefpersoon, auditor")).to_be_visible()
