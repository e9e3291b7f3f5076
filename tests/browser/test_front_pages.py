"""The front pages in a browser: fast, for everybody, and with a chat that needs no script."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from pages import NewPage, log_in
from playwright.sync_api import Page, Response, expect

from channels.operations.temporary import Running

QUESTION = "Mag ik twee klanten per dag ontvangen in mijn woning?"
COORDINATOR = "Coördinator"
REPLY = "Goedemorgen. Twee klanten per dag is geen probleem."
MOST_BYTES = 150_000
PAINTED_WITHIN = 1500  # milliseconds, on a machine that is busy with other tests
PATHS = ("/", "/hilversum", "/wijdemeren", "/atlantis", "/chat", "/privacy", "/en", "/chat?language=en")


def violations(page: Page) -> str:
    """Run axe with all its rules and return what is wrong, readable; empty when nothing is."""
    page.wait_for_load_state()
    found = Axe().run(page)
    return found.generate_report() if found.violations_count else ""


def is_wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_never_scrolls_sideways(
    new_page: NewPage, voordeur: str, scheme: str
) -> None:
    page = new_page(width=320, color_scheme=scheme)
    for path in PATHS:
        page.goto(voordeur + path)
        assert violations(page) == "", path
        assert not is_wider_than_the_screen(page), path
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{voordeur}/hilversum")
    assert violations(page) == ""


@pytest.mark.parametrize(
    ("gemeente", "colour", "letters"),
    [("eemnes", "rgb(36, 87, 143)", "Noto Sans"), ("wijdemeren", "rgb(21, 124, 104)", "Source Sans Pro")],
)
def test_every_page_takes_the_look_of_the_municipality_and_stays_accessible(
    new_page: NewPage, voordeur: str, gemeente: str, colour: str, letters: str
) -> None:
    page = new_page(width=390)
    if not page.request.get(f"{voordeur}/theme/{gemeente}.css").ok:
        pytest.skip("the themes are not there: install npm and run tools/bootstrap.py --test")
    style = "each => getComputedStyle(each).{}"
    for path in (
        f"/{gemeente}",
        *(f"{path}?gemeente={gemeente}" for path in ("/chat", "/kennis", "/privacy")),
    ):
        page.goto(voordeur + path)
        assert page.locator("header.top").evaluate(style.format("borderBottomColor")) == colour, path
        assert letters in page.locator("body").evaluate(style.format("fontFamily"))
        assert violations(page) == "" and not is_wider_than_the_screen(page), path
    page.goto(f"{voordeur}/chat?gemeente={gemeente}")
    send = page.locator("#send")
    assert send.evaluate(style.format("backgroundColor")) == colour  # in the chat of the page too
    page.locator("#log .choices button").first.click()
    expect(page.locator("#log .message")).to_have_count(3)
    assert violations(page) == ""
    page.emulate_media(color_scheme="dark")  # our own dark colours: themes have light ones
    page.goto(f"{voordeur}/{gemeente}")
    assert page.locator("body").evaluate(style.format("backgroundColor")) == "rgb(16, 23, 29)"
    assert violations(page) == ""


def test_a_front_page_is_light_and_shows_itself_before_any_script(new_page: NewPage, voordeur: str) -> None:
    page, answers = new_page(width=390), list[Response]()
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{voordeur}/hilversum", wait_until="networkidle")
    assert sum(len(each.body()) for each in answers) < MOST_BYTES
    assert {each.status for each in answers} == {200}
    assert {each.url.split("/")[2] for each in answers} == {voordeur.split("/")[2]}, "a third party is asked"
    scripts = page.locator(
        "script:not([type='application/ld+json']):not([defer]):not([async]):not([type=module])"
    )
    assert scripts.count() == 0
    painted = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    assert page.evaluate(painted) < PAINTED_WITHIN
    shifted = """new Promise((done) => {
      let sum = 0;
      new PerformanceObserver((list) => { for (const each of list.getEntries()) sum += each.value; })
        .observe({ type: "layout-shift", buffered: true });
      setTimeout(() => done(sum), 200);
    })"""
    assert page.evaluate(shifted) < 0.1


def test_without_script_a_question_goes_all_the_way_to_a_person_and_the_answer_back(
    new_page: NewPage, running: Running
) -> None:
    page = new_page(width=390, java_script_enabled=False)
    page.goto(f"{running.address}/")
    page.get_by_label("Uw gemeente", exact=True).select_option("Gooise Meren")
    page.get_by_label("Waar kunnen wij u mee helpen?").fill("mag ik een kapsalon aan huis")
    page.get_by_role("button", name="Stel uw vraag").click()
    last = page.locator("#plain .message").last
    expect(last.locator(".source").first).to_contain_text("Gecontroleerd op")

    def say(text: str) -> None:
        page.locator("#vraag").fill(text)
        page.locator("#plain-form").get_by_role("button", name="Verstuur").click()

    page.locator("#plain .bar").get_by_role("button", name="Praat met een mens").click()
    for answer in ("Sanne Proef", "sanne.proef@example.nl", QUESTION):
        say(answer)
    page.locator("#plain .choices button", has_text=re.compile("^Ja")).click()
    expect(last).to_contain_text(QUESTION)
    page.locator("#plain .choices button", has_text="Verstuur").click()
    expect(last).to_contain_text("is verstuurd naar")
    manager = last.locator("strong").first.inner_text()
    found = re.search(r"VD-\w+", last.inner_text())
    assert found and page.url.endswith("/chat#antwoord")

    desk = new_page()
    log_in(desk, running.address, running.log_ins[manager])
    desk.goto(f"{running.address}/desk/tickets/{found.group()}")
    form = desk.get_by_role("region", name="Antwoord aan de ondernemer")
    form.get_by_label("Uw bericht").fill(REPLY)
    form.get_by_role("button", name="Verstuur").click()
    expect(desk.get_by_role("log", name="Gesprek")).to_contain_text(REPLY)
    page.reload()
    expect(page.locator("#plain .from-account-manager")).to_contain_text(REPLY)
    expect(page.locator("#plain .holder")).to_contain_text(manager)

    page.locator("#plain").get_by_role("button", name="Wis dit gesprek").click()
    page.get_by_role("button", name="Ja, wis het gesprek").click()
    expect(page.get_by_text("Het gesprek is gewist.")).to_be_visible()
    expect(page.locator("#plain .message")).to_have_count(0)


def test_a_page_that_blocks_scripts_keeps_the_chat_with_forms(new_page: NewPage, voordeur: str) -> None:
    page = new_page()
    page.route(re.compile(r"\.js(\?|$)"), lambda route: route.abort())
    page.goto(f"{voordeur}/chat?gemeente=laren")
    page.locator("#vraag").fill("wat is het bbz")
    page.locator("#plain-form").get_by_role("button", name="Verstuur").click()
    expect(page.locator("#plain .from-assistant").last).to_contain_text("Bbz")
    assert violations(page) == ""
    page.locator(".helpful").get_by_role("button", name="Nee").click()
    page.get_by_label("Ik begrijp het niet").check()
    assert violations(page) == ""
    page.get_by_role("button", name="Verstuur uw reactie").click()
    expect(page.get_by_role("status").first).to_contain_text("Dank u wel")
    page.locator("#vraag").fill("")
    page.locator("#plain-form").get_by_role("button", name="Verstuur").click()
    expect(page.locator("#plain-error")).to_contain_text("Typ eerst uw vraag")
    assert violations(page) == "" and not is_wider_than_the_screen(page)
    with page.expect_download() as found:
        page.locator("#plain").get_by_role("button", name="Bewaar dit gesprek").click()
        assert violations(page) == ""
        page.get_by_role("button", name="Download als tekst").click()
    assert "wat is het bbz" in found.value.path().read_text("utf-8")
    page.get_by_role("button", name="Terug naar het gesprek").click()
    page.locator("#plain").get_by_role("button", name="Wis dit gesprek").click()
    assert violations(page) == ""


def test_a_coordinator_fills_in_a_website_sees_it_at_once_and_copies_the_line(
    new_page: NewPage, running: Running
) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    log_in(page, running.address, running.log_ins[COORDINATOR])
    page.get_by_role("link", name="Websites").click()
    page.get_by_role("link", name="Zet de chat op een website").click()
    page.get_by_label("Waar staat de chat?").fill("Proefwebsite")
    page.get_by_label("Gemeente", exact=True).select_option("Huizen")
    page.get_by_label("Websites die de chat mogen gebruiken").fill("https://*.huizen.example")
    page.get_by_label("Begroeting").fill("Dag ondernemer!")
    page.get_by_label("Linksonder").check()
    expect(page.locator("#preview-greeting")).to_have_text("Dag ondernemer!")
    expect(page.locator("#preview")).to_have_attribute("data-position", "left")
    page.get_by_role("button", name="Maak de regel").click()
    expect(page.locator("#origins-error")).to_contain_text("een sterretje kan niet")
    assert violations(page) == ""
    page.get_by_label("Websites die de chat mogen gebruiken").fill("https://www.huizen.example")
    page.get_by_role("button", name="Maak de regel").click()
    expect(page.get_by_label("Regel om te kopiëren")).to_have_value(re.compile('data-gemeente="huizen"'))
    page.get_by_role("button", name="Kopieer de regel").click()
    expect(page.get_by_text("Gekopieerd.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith(
        f'<script src="{running.address}/voordeur.js"'
    )
    for width, scheme in ((320, "dark"), (1280, "light")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == "" and not is_wider_than_the_screen(page), scheme
