"""Chromium, and pages that may not complain: a blocked script or an error on the console fails the test."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from pages import Chat, NewPage
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from websites import Website, website
from widget_pages import allow

from channels.operations.temporary import Running

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing of the browser's own housekeeping may leave this machine.
ARGUMENTS = (
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
# What the browser itself writes when a test takes the network away or the server refuses.
_NETWORK = "Failed to load resource"
# Milliseconds; other tests keep the machine busy meanwhile.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser per file: while Playwright runs, asynchronous tests of other files cannot."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.fail(
            "Chromium ontbreekt. Installeer het: apt install chromium (Debian en Ubuntu).", pytrace=False
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Open pages of people who do not know each other: each has a browser context of its own."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(width: int = 1280, height: int = 800, **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [each for each in complaints if not each.startswith(_NETWORK)] == []


@pytest.fixture
def chat(new_page: NewPage, voordeur: str) -> Chat:
    """The chat page of a new visitor."""
    return Chat(new_page()).open(voordeur)


@pytest.fixture(scope="module")
def one_site(running: Running) -> Iterator[Website]:
    """A website that the coordinators put on the list."""
    with website() as site:
        allow(running, site.address)
        yield site


@pytest.fixture
def site(one_site: Website, voordeur: str) -> Website:
    """That website with the one line on its pages, and nothing else changed."""
    one_site.theme = one_site.head = one_site.policy = ""
    return one_site.embed(voordeur, gemeente="hilversum")
