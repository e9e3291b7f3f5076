"""The editors' pages in a browser: the whole way of an article, and every page for everybody."""

import time
from collections.abc import Iterator

import httpx
import pytest
from pages import NewPage, notice
from playwright.sync_api import Page, expect
from seen import looks_well, violations

from channels.operations.temporary import Running

EDITOR, COORDINATOR = "Redactie", "Coördinator"
ANSWERS_WITHIN = 5.0  # seconds after publishing
UNSAFE = "<script>alert(1)</script> [klik](javascript:alert(1))"
FIRST, LAST = "Een frietkar bij u thuis mag in Laren", "niet."


def enter(page: Page, running: Running, who: str) -> Page:
    """Log in as an editor and go to the articles."""
    email, password = running.log_ins[who]
    page.goto(f"{running.address}/desk/log-in")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="Artikelen", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Artikelen")
    return page


def write(page: Page, name: str) -> None:
    """Fill in the form of a new article."""
    page.get_by_role("link", name="Nieuw artikel").click()
    page.get_by_label("Titel", exact=True).fill(f"Frietkar aan huis {name}")
    page.get_by_label("Onderwerp").select_option("werken-aan-huis")
    page.get_by_label("Gebied").select_option("laren")
    page.get_by_label("Winkeliers").check()
    page.get_by_label("Vragen").fill(f"mag er een frietkar {name} bij mij staan\nfriet {name} bakken thuis")
    page.get_by_label("Kort antwoord").fill(f"{FIRST} **{LAST}**")
    page.get_by_label("Titel van de bron").fill("Omgevingsplan Laren")
    page.get_by_label("Of de naam van een document").fill("Artikel 12")
    page.get_by_label("Datum van de bron").fill("2026")
    page.get_by_label("Geldig tot en met").fill("2099-01-01")
    page.get_by_label("Eigenaar").select_option("redactie-ruimte")
    page.get_by_label("Zekerheid").select_option("hoog")


@pytest.fixture
def name() -> Iterator[str]:
    """A word that no other article of this run has."""
    yield f"proef{time.monotonic_ns() % 10**9}"


def test_an_article_goes_from_a_form_to_the_public_within_five_seconds(
    new_page: NewPage, running: Running, name: str
) -> None:
    writer = enter(new_page(), running, EDITOR)
    write(writer, name)
    preview = writer.get_by_role("region", name="Voorbeeld")
    expect(preview.locator("strong", has_text=LAST)).to_be_visible()
    expect(preview).to_contain_text("9 van hooguit 60 woorden")
    writer.get_by_role("button", name="Bewaar en bied aan ter beoordeling").click()
    expect(notice(writer)).to_contain_text("Het concept is aangeboden")
    expect(writer.get_by_text("U schreef dit zelf")).to_be_visible()

    second = enter(new_page(), running, COORDINATOR)
    second.get_by_role("link", name="Werklijst").click()
    second.get_by_role("link", name=f"Frietkar aan huis {name}").click()
    expect(second.get_by_text("eerste versie van dit artikel")).to_be_visible()
    second.get_by_role("button", name="Publiceer").click()
    expect(notice(second)).to_contain_text("Gepubliceerd")

    published, until = time.monotonic(), time.monotonic() + ANSWERS_WITHIN
    address = f"{running.address}/v1/articles/frietkar-aan-huis-{name}"
    while httpx.get(address).status_code != 200 and time.monotonic() < until:
        time.sleep(0.1)
    assert FIRST in httpx.get(address).json()["shortAnswer"], time.monotonic() - published

    second.get_by_role("link", name="Probeer een vraag").first.click()
    second.get_by_label("De vraag, zoals een ondernemer die stelt").fill(f"friet {name} bakken thuis")
    second.get_by_label("Gemeente van de ondernemer").select_option("laren")
    second.get_by_role("button", name="Probeer").click()
    expect(second.get_by_role("region", name="Wat de assistent nu antwoordt")).to_contain_text(FIRST)
    expect(second.get_by_role("region", name="Waarom")).to_contain_text("Werken aan huis")


def test_a_form_with_mistakes_leads_to_them_by_keyboard_and_keeps_the_text(
    new_page: NewPage, running: Running, name: str
) -> None:
    page = enter(new_page(), running, EDITOR)
    write(page, name)
    page.get_by_label("Kort antwoord").fill(UNSAFE)
    page.get_by_label("Titel van de bron").fill("")
    page.get_by_role("button", name="Bewaar en bied aan").press("Enter")
    alert = page.get_by_role("alert")
    expect(alert).to_be_focused()
    expect(alert).to_contain_text("HTML mag niet")
    assert violations(page) == ""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Kort antwoord")).to_be_focused()
    expect(page.get_by_label("Kort antwoord")).to_have_value(UNSAFE)
    page.get_by_label("Kort antwoord").fill("Ja.")
    page.get_by_role("button", name="Voeg een bron toe").press("Enter")
    expect(page.get_by_role("group", name="Bron 2").get_by_label("Titel van de bron")).to_be_focused()
    page.get_by_role("button", name="Haal bron 1 weg").press("Enter")
    expect(page.get_by_role("group", name="Bron 2")).to_have_count(0)
    expect(page.get_by_label("Titel", exact=True)).to_have_value(f"Frietkar aan huis {name}")
    expect(page.get_by_label("Kort antwoord")).to_have_value("Ja.")


def test_an_idea_is_kept_as_a_draft_and_the_page_says_what_it_lacks(
    new_page: NewPage, running: Running, name: str
) -> None:
    page = enter(new_page(), running, EDITOR)
    page.get_by_role("link", name="Nieuw artikel").click()
    page.get_by_label("Titel", exact=True).fill(f"Half idee {name}")
    page.get_by_role("button", name="Bewaar als concept").click()
    expect(notice(page)).to_contain_text("Uw concept is bewaard")
    page.get_by_role("link", name="Kort antwoord: Vul dit in.").click()
    expect(page.get_by_label("Kort antwoord")).to_be_focused()
    looks_well(page)
    page.get_by_role("link", name="Bekijk wat dit concept verandert").click()
    expect(page.get_by_role("region", name="Moet eerst nog")).to_be_visible()
    expect(page.get_by_role("button", name="Bied aan ter beoordeling")).to_have_count(0)
    looks_well(page)


def test_without_script_the_preview_comes_with_its_button(
    new_page: NewPage, running: Running, name: str
) -> None:
    page = enter(new_page(java_script_enabled=False), running, EDITOR)
    write(page, name)
    page.get_by_role("button", name="Ververs het voorbeeld").click()
    expect(page.get_by_role("region", name="Voorbeeld").locator("strong", has_text=LAST)).to_be_visible()
    expect(page.get_by_label("Titel", exact=True)).to_have_value(f"Frietkar aan huis {name}")
    page.get_by_label("Titel", exact=True).press("Enter")  # the first button, which saves nothing
    expect(page.get_by_role("heading", level=1)).to_have_text("Nieuw artikel")


def test_a_draft_that_is_judged_and_sent_back_looks_well(
    new_page: NewPage, running: Running, name: str
) -> None:
    page = enter(new_page(), running, EDITOR)
    write(page, name)
    page.get_by_role("button", name="Bewaar en bied aan").click()
    expect(notice(page)).to_be_visible()
    look = page.url.split("?")[0]
    other = enter(new_page(), running, COORDINATOR)
    other.goto(look)
    other.get_by_label("Wat moet er veranderen?").fill("Noem de regel.")
    looks_well(other)
    other.get_by_role("button", name="Stuur terug").click()
    expect(notice(other)).to_be_visible()
    for path in (f"{look}/edit", look, f"{look.rsplit('/revisions', 1)[0]}/history"):
        page.goto(path)
        looks_well(page)
    page.goto(f"{running.address}/desk/articles/try?gemeente=laren")
    page.get_by_label("De vraag").fill("mag ik thuis knippen")
    page.get_by_role("button", name="Probeer").click()
    page.get_by_role("heading", name="De artikelen die meedingen").wait_for()
    looks_well(page)


def test_two_editors_at_once_see_both_versions(new_page: NewPage, running: Running, name: str) -> None:
    first = enter(new_page(), running, EDITOR)
    write(first, name)
    first.get_by_role("button", name="Bewaar als concept").click()
    expect(notice(first)).to_contain_text("bewaard")
    second = enter(new_page(), running, COORDINATOR)
    second.goto(first.url.split("?")[0])
    second.get_by_label("Titel", exact=True).fill("Zoals de tweede het schrijft")
    first.get_by_label("Titel", exact=True).fill("Zoals de eerste het schrijft")
    with first.expect_navigation():  # the page before it says the same
        first.get_by_role("button", name="Bewaar als concept").click()
    expect(notice(first)).to_contain_text("bewaard")
    second.get_by_role("button", name="Bewaar als concept").click()
    expect(second.get_by_role("alert")).to_contain_text("Redactie heeft dit concept intussen ook bewaard")
    both = second.get_by_role("region", name="De twee teksten")
    expect(both).to_contain_text("Zoals de eerste het schrijft")
    expect(both).to_contain_text("Zoals de tweede het schrijft")
    looks_well(second)
    second.get_by_role("button", name="Bewaar mijn tekst als concept").click()
    expect(second.get_by_label("Titel", exact=True)).to_have_value("Zoals de tweede het schrijft")
