"""An entrepreneur and an account manager talk, each in an own browser, and the line breaks in between."""

from collections.abc import Iterator

import pytest
from pages import Chat, NewPage, log_in
from playwright.sync_api import Page, expect
from relay import Relay

from channels.operations.temporary import Running

READ = "De ondernemer heeft uw laatste bericht gelezen."


@pytest.fixture
def lines(running: Running) -> Iterator[tuple[Relay, Relay]]:
    """A line of the entrepreneur and one of the account manager, which can be cut."""
    with Relay(running.address).running() as theirs, Relay(running.address).running() as ours:
        yield theirs, ours


def times(page: Page, text: str) -> int:
    """How often a message stands in a conversation."""
    return page.locator(".message").filter(has_text=text).count()


def answer(desk: Page, text: str) -> None:
    """Type an answer at the desk and send it with the keyboard; the page stays."""
    field = desk.get_by_label("Uw bericht")
    field.fill(text)
    field.press("Control+Enter")
    expect(field).to_have_value("")


def test_two_people_talk_and_nothing_is_lost_or_double_when_the_line_breaks(
    new_page: NewPage, running: Running, lines: tuple[Relay, Relay]
) -> None:
    theirs, ours = lines
    chat = Chat(new_page()).open(theirs.address)
    chat.pick_gemeente("Hilversum")
    manager = chat.hand_over("Sanne Proef", "sanne.proef@example.nl", "Mag ik een terras plaatsen?")
    reference, log = chat.reference, chat.page.locator("#log")
    desk = new_page()
    log_in(desk, ours.address, running.log_ins[manager])
    desk.goto(f"{ours.address}/desk/tickets/{reference}")
    talk, live = desk.get_by_role("log", name="Gesprek"), desk.locator("#live")

    desk.get_by_role("button", name="Neem het gesprek over").press("Enter")
    expect(log).to_contain_text(f"U praat nu met {manager}")
    expect(desk.locator("#holder")).to_contain_text("U voert dit gesprek")
    expect(desk.get_by_label("Uw bericht")).to_be_focused()

    chat.field.press_sequentially("Goedemorgen")
    expect(live).to_have_text("De ondernemer typt")
    chat.field.press("Enter")
    expect(talk).to_contain_text("Goedemorgen")
    expect(chat.page.locator(".seen")).to_be_visible()

    desk.get_by_label("Uw bericht").press_sequentially("Ik kijk")
    expect(chat.page.get_by_text(f"{manager} typt")).to_be_visible()
    answer(desk, "Ik kijk het voor u na.")
    expect(log).to_contain_text("Ik kijk het voor u na.")
    expect(desk.locator("#seen")).to_have_text(READ)
    expect(desk.get_by_label("Uw bericht")).to_be_focused()

    theirs.cut()
    for number in range(3):
        answer(desk, f"Gemiste regel {number}")
    theirs.mend()
    expect(log).to_contain_text("Gemiste regel 2", timeout=30_000)

    ours.cut()
    desk.get_by_label("Uw bericht").fill("Zonder verbinding")
    desk.get_by_label("Uw bericht").press("Control+Enter")
    expect(live).to_contain_text("Uw tekst staat er nog")
    chat.field.fill("Bent u er nog?")
    chat.field.press("Enter")
    expect(chat.messages.last).to_contain_text("Bent u er nog?")
    ours.mend()
    expect(talk).to_contain_text("Bent u er nog?", timeout=30_000)
    desk.get_by_label("Uw bericht").press("Control+Enter")
    for side in (log, talk):  # each learns of it by a stream of its own
        expect(side).to_contain_text("Zonder verbinding")
    said = [*(f"Gemiste regel {number}" for number in range(3)), "Bent u er nog?", "Zonder verbinding"]
    assert [times(page, text) for page in (chat.page, desk) for text in said] == [1] * 10

    desk.get_by_label("Zoek een artikel om te sturen").fill("terras")
    desk.get_by_label("Zoek een artikel om te sturen").press("Enter")
    found = desk.locator("#help-found")
    expect(found).to_contain_text("De assistent zou nu dit antwoorden")
    found.get_by_role("button", name="Stuur dit artikel").first.click()
    expect(log.locator(".from-account-manager").last.locator(".source").first).to_contain_text("Bron: ")

    desk.get_by_role("button", name="Rond de vraag af").click()
    expect(log).to_contain_text("Vanaf nu antwoordt de digitale assistent weer")
