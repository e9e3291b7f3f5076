"""How a page looks for everybody: judged by axe, in light and dark, and as wide as a phone.

With a folder in `PICTURES` every page that is looked at is kept there as pictures, for people to look at.
"""

import json
import os
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# WCAG 2.2 asks for targets of 24 pixels; axe leaves that rule out unless it is asked for.
_EVERYTHING = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# Another scheme changes colours and nothing else.
_COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}


def violations(page: Page) -> str:
    """Run axe with all its rules and return what is wrong, readable; empty when nothing is."""
    return _judge(page, _EVERYTHING)


def is_wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def looks_well(page: Page) -> None:
    """Check a page with axe, light and dark, and on a phone."""
    page.emulate_media(color_scheme="light")
    assert violations(page) == "", page.url
    _keep(page, "light")
    page.emulate_media(color_scheme="dark")
    assert _judge(page, _COLOURS) == "", f"{page.url}, dark"
    _keep(page, "dark")
    page.set_viewport_size({"width": 320, "height": 700})
    _keep(page, "dark-phone")
    assert not is_wider_than_the_screen(page), page.url
    page.set_viewport_size({"width": 1280, "height": 800})


def _keep(page: Page, how: str) -> None:
    """Keep a picture of a page, when pictures are asked for."""
    if folder := os.environ.get("PICTURES"):
        address = urlsplit(page.url)
        name = re.sub(r"\W+", "-", f"{address.path}-{address.query}").strip("-")
        page.screenshot(path=Path(folder) / f"{name}-{how}.png", full_page=True)


@cache
def _script() -> str:
    """Axe itself: half a megabyte, which is read once."""
    return str(Axe().axe_script)


def _judge(page: Page, options: dict[str, object]) -> str:
    page.wait_for_load_state()  # without its style sheets a page has other colours
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    found = page.evaluate(f"axe.run({json.dumps(options)}).then(found => found.violations)")
    return "\n".join(f"{each['help']}: {[node['target'] for node in each['nodes']]}" for each in found)
