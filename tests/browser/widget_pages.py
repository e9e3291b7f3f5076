"""The chat on a website, in words; and the websites that may have it."""

import json
import os
import sqlite3
import time
from pathlib import Path

import httpx
import pytest
from pages import Chat
from playwright.sync_api import Locator, Page, expect
from websites import Website

from channels.operations.temporary import Running
from kit.settings import ROOT

THEMES = {
    "utrecht": ("utrecht-theme", "@utrecht/design-tokens/dist/index.css", "rgb(36, 87, 143)"),
    "nijmegen": ("nijmegen-theme", "@gemeentenijmegen/design-tokens/dist/index.css", "rgb(21, 124, 104)"),
}
# A dark website without any token.
_DARK = b":root { color-scheme: dark; background: #10171d; color: #fff } a { color: #8ad0e0 }"
_OWN = "rgb(138, 208, 224)"
KNOWN_WITHIN = 10.0  # seconds; the gateway looks for changed websites every two


def allow(running: Running, origin: str, **columns: object) -> None:
    """Put a website on the list of the coordinators, and wait until the gateway knows."""
    values = {
        "gemeente": "hilversum",
        "name": "Proefwebsite",
        "position": "right",
        "greeting": "",
        "origins": json.dumps([origin]),
        "opening": "always",
        "active": 1,
        "changed_at": "2026-11-27 10:00:00",
        "changed_by": "proef",
    } | columns
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    with sqlite3.connect(running.database_url.partition("///")[2], timeout=30) as database:
        database.execute(f"INSERT INTO embeddings ({names}) VALUES ({marks})", list(values.values()))
    until = time.monotonic() + KNOWN_WITHIN
    while time.monotonic() < until:
        answer = httpx.get(f"{running.address}/v1/widget", headers={"Origin": origin})
        if answer.headers.get("Access-Control-Allow-Origin") == origin:
            return
        time.sleep(0.1)
    raise AssertionError(f"the gateway does not know {origin}")


def dress(site: Website, theme: str) -> str:
    """Give a website the look of a municipality or a dark one, and return the colour of its buttons."""
    site.head = '<link rel="stylesheet" href="/thema.css">'
    if theme == "own":
        site.files["/thema.css"] = _DARK
        return _OWN
    class_name, path, colour = THEMES[theme]
    sheet = ROOT / "tests/browser/themes/node_modules" / path
    if not sheet.exists():
        _missing(sheet)
    site.theme = class_name
    site.files["/thema.css"] = sheet.read_bytes()
    return colour


def _missing(sheet: Path) -> None:
    reason = f"{sheet.parent.parent.name} is not there: install npm and run tools/bootstrap.py --test"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


class Widget(Chat):
    """The chat in a window over a website."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.host = page.locator("voordeur-chat")
        self.opener = page.locator("voordeur-chat .opener")
        self.window = page.locator("voordeur-chat .panel")

    def visit(self, address: str) -> "Widget":
        """Open a page of the website and wait for the button."""
        self.page.goto(address)
        expect(self.opener).to_be_visible()
        return self

    def press(self) -> "Widget":
        """Open the chat and wait for the welcome."""
        self.opener.click()
        expect(self.messages.first).to_be_visible()
        return self

    def focused(self) -> Locator:
        return self.page.locator("voordeur-chat :focus")

    def focused_text(self) -> str:
        """What the focus is on: the words of a button, or the label of a field."""
        found = self.page.evaluate(
            """() => {
              const at = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
              return (at.labels?.[0] ?? at).textContent.trim() || at.ariaLabel || at.tagName;
            }"""
        )
        return str(found)
