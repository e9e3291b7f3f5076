"""What a person does on the pages, in words."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

ANSWER_WITHIN = 30_000  # milliseconds; a busy build server thinks slowly


NewPage = Callable[..., Page]


class Chat:
    """The chat page in a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.field = page.get_by_label("Uw vraag of antwoord")
        self.messages = page.locator("#log .message")
        self.choices = page.locator("#log .choices:visible").get_by_role("button")

    def open(self, address: str) -> "Chat":
        """Open the page and wait for the welcome."""
        self.page.goto(f"{address}/chat")
        expect(self.messages).to_have_count(1)
        return self

    @property
    def last(self) -> Locator:
        return self.messages.last

    def say(self, text: str) -> Locator:
        """Type a text, send it with Enter, and return the answer."""
        self.field.fill(text)
        self.field.press("Enter")
        return self._answer_to(text)

    def choose(self, title: str) -> Locator:
        """Press an offered choice and return the answer."""
        self.choices.filter(has_text=title).click()
        return self._answer_to(title)

    def hand_over(self, name: str, email: str, question: str) -> str:
        """Ask for a person, answer everything, send it, and return the name of the account manager."""
        self.page.locator("#person").click()
        self._answer_to("Praat met een mens")
        self.say(name)
        self.say(email)
        self.say(question)
        self.choose("Ja")
        expect(self.last).to_contain_text(question)
        sent = self.choose("Verstuur")
        expect(sent).to_contain_text("is verstuurd naar")
        return sent.locator("strong").first.inner_text()

    def pick_gemeente(self, gemeente: str) -> None:
        """Press a gemeente beside the chat."""
        self.page.get_by_role("complementary").get_by_role("button", name=gemeente).click()
        self._answer_to(gemeente)

    @property
    def reference(self) -> str:
        """The reference in the last message."""
        found = re.search(r"VD-\w+", self.last.inner_text())
        assert found, self.last.inner_text()
        return found.group()

    def _answer_to(self, text: str) -> Locator:
        sent = self.page.locator(".from-entrepreneur").filter(has_text=text).last
        expect(sent).to_be_visible()
        expect(self.page.locator("#send")).to_have_attribute("aria-disabled", "false", timeout=ANSWER_WITHIN)
        expect(self.last).to_have_class(re.compile("from-assistant"), timeout=ANSWER_WITHIN)
        return self.last


def log_in(page: Page, address: str, log_in: tuple[str, str]) -> None:
    """Log in at the desk."""
    page.goto(f"{address}/desk")
    page.get_by_label("E-mailadres").fill(log_in[0])
    page.get_by_label("Wachtwoord").fill(log_in[1])
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vragen van ondernemers")


def reply(desk: Page, text: str) -> None:
    """Answer the entrepreneur on the page of a ticket."""
    form = desk.get_by_role("region", name="Antwoord aan de ondernemer")
    form.get_by_label("Uw bericht").fill(text)
    form.get_by_role("button", name="Verstuur").click()
    expect(desk.get_by_role("log", name="Gesprek")).to_contain_text(text)


def notice(page: Page) -> Locator:
    """What a page of the desk says it did, announced to a screen reader; news of others is another status."""
    return page.get_by_role("status").and_(page.locator(".done"))
