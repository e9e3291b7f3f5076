"""Makes the pictures of chat and pages in docs/images: `.venv/bin/python tests/browser/pictures.py`.

It starts a Voordeur of its own with the trained model, goes through every state of the chat in the look of
two municipalities, on a phone and on a desktop, and puts the states of each on one sheet.
"""

import io
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from conftest import ARGUMENTS, NAMES
from pages import Chat, log_in, reply
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright
from websites import Website, website
from widget_pages import Widget, allow, dress

from channels.operations.temporary import Running, free_port, whole_voordeur
from kit.settings import ROOT, get_settings

sys.path.append(str(Path(__file__).parents[1]))
from themed import put_themes

FOLDER = ROOT / "docs" / "images"
SIZES = {"telefoon": (390, 760, 0.6, 4), "desktop": (1280, 800, 0.5, 2)}
"""Of each screen its width and height, its scale on the sheet, and how many stand beside each other."""
GAP = 16
COLOURS = 128


def main() -> None:
    """Make all pictures, or those whose name holds the word that is given."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    with (
        tempfile.TemporaryDirectory() as themes,
        whole_voordeur(
            get_settings().model_copy(update={"themes_dir": put_themes(Path(themes))}), free_port
        ) as running,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        for size in SIZES:
            for theme in ("utrecht", "nijmegen"):
                if wanted in (name := f"chat-{theme}-{size}"):
                    with website() as site:
                        _sheet(name, size, list(_states(browser, running, site, theme, size)))
        for name, path, width, height in PAGES:
            if wanted in name:
                page = _page(browser, width, height)
                page.goto(running.address + path)
                page.wait_for_load_state("networkidle")
                _save(name, Image.open(io.BytesIO(page.screenshot())))
        for name, take in {"chat": _chat, "chat-forms": _forms, "widget": _widget}.items():
            if wanted in name:
                _save(name, take(browser, running))
        browser.close()


PAGES = (
    ("front", "/hilversum", 1280, 860),
    ("front-telefoon", "/hilversum", 390, 760),
    ("front-utrecht", "/eemnes", 1280, 860),
    ("front-utrecht-telefoon", "/eemnes", 390, 760),
    ("front-nijmegen", "/wijdemeren", 1280, 860),
    ("front-nijmegen-telefoon", "/wijdemeren", 390, 760),
    ("english", "/en", 1280, 860),
    ("privacy", "/privacy", 1280, 900),
)


def _page(browser: Browser, width: int, height: int, **options: Any) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        **options,
    )
    return context.new_page()


def _chat(browser: Browser, running: Running) -> Image.Image:
    """Take the chat on our own page, with an answer and its source."""
    chat = Chat(_page(browser, 1280, 900)).open(running.address)
    chat.pick_gemeente("Hilversum")
    chat.say("Mag ik een kapsalon aan huis beginnen?")
    chat.page.evaluate("scrollTo(0, 0)")
    return _shot(chat.page)


def _forms(browser: Browser, running: Running) -> Image.Image:
    """Take the chat without script, where a question is sent on."""
    page = _page(browser, 390, 900, java_script_enabled=False)
    page.goto(f"{running.address}/chat?gemeente=laren")
    page.locator("#plain .bar").get_by_role("button", name="Praat met een mens").click()
    page.locator("#vraag").fill("Noor Proef")
    page.locator("#plain-form").get_by_role("button", name="Verstuur").click()
    expect(page.locator("#plain .message").last).to_contain_text("e-mailadres")
    return _shot(page)


def _widget(browser: Browser, running: Running) -> Image.Image:
    """Take a question of a check in the window over a website."""
    with website() as site:
        site.embed(running.address, gemeente="hilversum")
        allow(running, site.address)
        chat = Widget(_page(browser, 1060, 720)).visit(site.address).press()
        chat.choose("Werken aan huis")
        chat.choose("Doe de check")
        chat.last.get_by_role("textbox").scroll_into_view_if_needed()
        return _shot(chat.page)


def _states(
    browser: Browser, running: Running, site: Website, theme: str, size: str
) -> Iterator[Image.Image]:
    """Go through the states: closed, open, choices, check, form, error, offline, with a person."""
    dress(site, theme)
    site.embed(running.address, gemeente="hilversum")
    allow(running, site.address)
    page = _page(browser, *SIZES[size][:2])
    chat = Widget(page).visit(site.address)
    yield _shot(page)
    chat.press()
    yield _shot(page)
    chat.choose("Werken aan huis")
    yield _shot(page)
    chat.choose("Doe de check")
    yield _shot(page)
    page.locator("#person").click()
    expect(chat.last).to_contain_text("Wat is uw naam?")
    chat.last.get_by_role("button", name="Volgende").click()
    yield _shot(page)
    chat.field.fill("x" * 1200)
    chat.field.press("Enter")
    yield _shot(page)
    chat.field.fill("Noor Proef")
    page.context.set_offline(True)
    chat.field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("niet bereikbaar")
    yield _shot(page)
    page.context.set_offline(False)
    _answered_by_a_person(browser, running, chat)
    yield _shot(page)
    page.context.close()


def _answered_by_a_person(browser: Browser, running: Running, chat: Widget) -> None:
    chat.page.get_by_role("alert").get_by_role("button").first.click()
    expect(chat.last).to_contain_text("e-mailadres")
    chat.say("noor.proef@example.nl")
    chat.say("Waar vind ik een werkplek?")
    chat.choose("Ja")
    manager = chat.choose("Verstuur").locator("strong").first.inner_text()
    desk = _page(browser, 1280, 900)
    log_in(desk, running.address, running.log_ins[manager])
    found = re.search(r"VD-\w+", chat.last.inner_text())
    desk.goto(f"{running.address}/desk/tickets/{found[0] if found else ''}")
    reply(desk, "Goedemorgen, ik zoek een werkplek voor u. Hoe groot moet die zijn?")
    expect(chat.page.locator(".from-account-manager")).to_contain_text("werkplek")
    desk.context.close()


def _shot(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot(animations="disabled")))


def _sheet(name: str, size: str, shots: list[Image.Image]) -> None:
    """Put the states on one sheet, from left to right."""
    width, height, scale, columns = SIZES[size]
    wide, high = round(width * scale), round(height * scale)
    rows = -(-len(shots) // columns)
    sheet = Image.new("RGB", (columns * (wide + GAP) + GAP, rows * (high + GAP) + GAP), "#8a949c")
    for number, shot in enumerate(shots):
        row, column = divmod(number, columns)
        small = shot.convert("RGB").resize((wide, high), Image.Resampling.LANCZOS)
        sheet.paste(small, (GAP + column * (wide + GAP), GAP + row * (high + GAP)))
    _save(name, sheet)


def _save(name: str, picture: Image.Image) -> None:
    path: Path = FOLDER / f"{name}.png"
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
