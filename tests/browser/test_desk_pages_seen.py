"""Every page of the desk as everybody sees it, by the table of all routes: a new page comes along too."""

import re
import sqlite3

from doors import DOORS, OPEN, PRESENCE
from pages import Chat, NewPage, log_in
from playwright.sync_api import Page, expect
from seen import looks_well
from widget_pages import allow

from channels.operations.temporary import Running

NO_PAGE = {
    "/desk",  # leads on to the first page of whoever it is
    "/desk/inbox/events",
    "/desk/log-in/invitation/{token}",  # a mailed link leads there: see test_directory_seen.py
    "/desk/log-in/provider",  # leads to the gemeente
    "/desk/log-in/provider/back",
    "/desk/tickets/{reference}/attachments/{attachment_id}",  # to be saved, as is the next
    "/desk/tickets/{reference}/document",
    "/desk/tickets/{reference}/events",
}
VARIABLE = re.compile(r"\{[^}]+\}")
STATES = (
    "/desk/tickets?status=alles&manager=niemand&sort=nieuw",
    "/desk/tickets?q=niets+daarvan",
    "/desk/articles?q=bestaat-vast-niet",
    "/desk/coverage?topic=werken-aan-huis&gemeente=laren",
    "/desk/gaps?settled=1",
    "/desk/nergens",
)
"""Pages that look otherwise by what is asked of them."""


def pages(*, presence: bool) -> set[str]:
    """The paths of all pages of somebody who says whether they are present, or of who does not."""
    read = {door.removeprefix("GET ") for door in (*DOORS, *OPEN) if door.startswith("GET ")}
    own = {door.removeprefix("GET ") for door, asked in DOORS.items() if asked is PRESENCE}
    return (read & own if presence else read - own) - NO_PAGE - {"/desk/{path:path}", "/desk/log-in"}


def test_every_page_of_the_desk_is_accessible_light_dark_and_on_a_phone(
    new_page: NewPage, chat: Chat, running: Running
) -> None:
    chat.pick_gemeente("Hilversum")
    manager = chat.hand_over("Milan Proef", "milan.proef@example.nl", "Waar vind ik een werkplek?")
    allow(running, "https://www.gezien.example")
    ask_in_vain(running, "mag een iglo op het plein")
    page, own = new_page(), new_page()
    page.goto(f"{running.address}/desk/log-in")
    looks_well(page)
    log_in(page, running.address, running.log_ins["Coördinator"])
    draft = begin_an_article(page, running.address)
    page.goto(f"{running.address}/desk/articles/kvk-inschrijven")  # published, so it can be withdrawn
    walk(page, running.address, pages(presence=False), draft | links_on(page))
    for path in STATES:
        look_at(page, running.address + path)
    log_in(own, running.address, running.log_ins[manager])
    walk(own, running.address, pages(presence=True), links_on(own))


def walk(page: Page, address: str, wanted: set[str], found: set[str]) -> None:
    """Look at a page of each kind, in the same order every time; one that no other page leads to fails."""
    links = {path for path in wanted if not VARIABLE.search(path)} | found
    left = set(wanted)
    while step := next_step(left, links):
        path, link = step
        look_at(page, address + link)
        links |= links_on(page)
        left.discard(path)
    assert left == set(), "no page leads to these, or they need a line in NO_PAGE"


def next_step(left: set[str], links: set[str]) -> tuple[str, str] | None:
    pairs = ((path, link) for path in sorted(left) for link in sorted(links))
    return next((pair for pair in pairs if fits(*pair)), None)


def fits(path: str, link: str) -> bool:
    """Tell whether a link leads to this page and to none with a path of its own."""
    if not VARIABLE.search(path):
        return path == link
    own = {door.removeprefix("GET ") for door in DOORS}
    return link not in own and re.fullmatch(VARIABLE.sub("[^/]+", path), link) is not None


def links_on(page: Page) -> set[str]:
    found = page.eval_on_selector_all("main a[href^='/desk/']", "all => all.map(each => each.pathname)")
    return set(found)


def look_at(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.get_by_role("status").count() <= 1, page.url
    looks_well(page)


def begin_an_article(page: Page, address: str) -> set[str]:
    """Return where the page of a draft leads: that of a published version does not lead to changing it."""
    page.goto(f"{address}/desk/articles/new")
    page.get_by_label("Titel", exact=True).fill("Half idee voor de rondgang")
    page.get_by_role("button", name="Bewaar als concept").click()
    expect(page.locator(".done")).to_be_visible()
    page.get_by_role("link", name="Bekijk wat dit concept verandert").click()
    expect(page.get_by_role("link", name="Wijzig de tekst")).to_be_visible()
    return links_on(page)


def ask_in_vain(running: Running, question: str) -> None:
    """Put a question without an answer on the list of the editors."""
    with sqlite3.connect(running.database_url.partition("///")[2], timeout=30) as database:
        group = database.execute("INSERT INTO gap_groups (note) VALUES ('')").lastrowid
        asked = (group, question, "not-found", "2026-11-27")
        columns = "group_id, text, reason, asked_on"
        database.execute(f"INSERT INTO gap_questions ({columns}) VALUES (?, ?, ?, ?)", asked)
