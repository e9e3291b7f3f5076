"""Other languages in the browser: read out in the right voice, and Arabic from right to left."""

from pages import Chat, NewPage
from playwright.sync_api import expect


def test_an_english_answer_is_marked_with_its_language_and_all_around_it_is_english(chat: Chat) -> None:
    answer = chat.say("How do I register a company?")
    expect(answer.locator(".text")).to_have_attribute("lang", "en")
    expect(answer.locator(".choices")).to_have_attribute("lang", "en")
    expect(answer.locator(".source").first).to_contain_text("Source: ")
    expect(answer.locator(".source").first).to_contain_text("Checked on ")
    expect(answer.locator(".helpful")).to_contain_text("Does this answer help?")


def test_a_dutch_answer_has_the_language_of_the_page(chat: Chat) -> None:
    answer = chat.say("english please")
    answer = chat.say("nederlands graag")
    assert answer.locator(".text").get_attribute("lang") is None


def test_arabic_runs_from_right_to_left_also_while_it_is_typed(chat: Chat) -> None:
    answer = chat.say("أريد أن أفتح مطعما")
    expect(answer.locator(".text")).to_have_attribute("lang", "ar")
    for place in (answer.locator(".text"), chat.page.locator(".from-entrepreneur .text").last):
        assert place.evaluate("element => getComputedStyle(element).direction") == "rtl"
    chat.field.fill("مرحبا")
    assert chat.field.evaluate("element => getComputedStyle(element).direction") == "rtl"


def test_a_language_is_a_button_away_and_in_the_address(new_page: NewPage, voordeur: str) -> None:
    page = new_page()
    page.goto(f"{voordeur}/chat?language=en")
    expect(page.locator(".message").first).to_contain_text("Welcome to Voordeur")
    page.get_by_role("button", name="Polski").click()
    expect(page.get_by_role("button", name="Rozmowa z człowiekiem")).to_be_visible()
