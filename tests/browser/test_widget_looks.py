"""The chat on a telephone, enlarged, with forced colours, and where the colours of the page are no good."""

from pages import NewPage
from playwright.sync_api import expect
from seen import is_wider_than_the_screen, violations
from websites import Website
from widget_pages import Widget


def test_on_a_phone_it_fills_the_screen_and_the_keyboard_never_covers_the_field(
    new_page: NewPage, site: Website
) -> None:
    chat = Widget(new_page(width=320, height=640, has_touch=True, reduced_motion="reduce")).visit(
        site.address
    )
    chat.press()
    assert not is_wider_than_the_screen(chat.page)
    box = chat.window.bounding_box()
    assert box and (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 320, 640)
    chat.page.evaluate(
        """() => {
          Object.defineProperty(visualViewport, 'height', { value: 320 });
          Object.defineProperty(visualViewport, 'offsetTop', { value: 40 });
          visualViewport.dispatchEvent(new Event('resize'));
        }"""
    )
    field = chat.field.bounding_box()
    assert field and field["y"] >= 40 and field["y"] + field["height"] <= 360
    chat.choose("Financiering")
    assert not is_wider_than_the_screen(chat.page)
    assert (
        chat.page.locator("#status").evaluate(
            "each => { each.classList.add('busy'); return getComputedStyle(each, '::after').animationName }"
        )
        == "none"
    )
    # 1280 pixels enlarged to 200%: half as many are left.
    chat.page.set_viewport_size({"width": 640, "height": 400})
    chat.field.focus()
    expect(chat.field).to_be_in_viewport(ratio=1)
    chat.page.keyboard.press("Tab")
    for button in ("Verstuur", "Wis dit gesprek", "Praat met een mens"):
        expect(chat.window.get_by_role("button", name=button).first).to_be_in_viewport(ratio=1)
    assert not is_wider_than_the_screen(chat.page)


def test_with_forced_colours_everything_keeps_its_outline(new_page: NewPage, site: Website) -> None:
    chat = Widget(new_page(forced_colors="active")).visit(site.address)
    assert chat.opener.evaluate("each => getComputedStyle(each).borderStyle") == "solid"
    chat.press()
    for part in (chat.window, chat.last, chat.choices.first):
        assert part.evaluate("each => getComputedStyle(each).borderTopStyle") == "solid"
    assert violations(chat.page) == ""


def test_tokens_that_cannot_be_read_on_each_other_are_not_used(new_page: NewPage, site: Website) -> None:
    site.head = (
        "<style>body { --utrecht-document-color: #ddd; --utrecht-document-background-color: #fff }</style>"
    )
    chat = Widget(new_page()).visit(site.address).press()
    assert chat.window.evaluate("each => getComputedStyle(each).color") == "rgb(27, 39, 51)"
    assert violations(chat.page) == ""
