"""The look of a gemeente on our own pages: from its design tokens, and never one that cannot be read."""

import re
from pathlib import Path

import httpx
import pytest

from channels.web.themes.colours import contrast, read_colour
from channels.web.themes.look import CORNERS, LETTERS, TOKENS, ThemeError, sheet_of
from channels.web.themes.tokens import read_tokens, resolve
from channels.web.widget import files
from kit.settings import Settings

THEME = """
/* --utrecht-document-color: red; */
@import url("https://elders.example/letters.css");
.proef-theme, .anders {
  --proef-blauw: hsl(211 60% 35%);
  --utrecht-button-primary-action-background-color: var(--proef-blauw);
  --utrecht-button-primary-action-color: #FFF;
  --utrecht-link-color: var(--ontbreekt, var(--proef-blauw));
  --utrecht-document-color: #222222;
  --utrecht-document-background-color: white;
  --utrecht-button-border-radius: 4px;
  --utrecht-document-font-family: "Proef Sans", Arial, sans-serif;
}
.proef-theme .knop { --utrecht-link-color: #eee }
@media (prefers-color-scheme: dark) { .proef-theme { --utrecht-document-background-color: #000 } }
"""


def test_tokens_are_read_as_they_hold_on_a_light_screen() -> None:
    tokens = read_tokens(THEME)
    assert resolve(tokens, "--utrecht-button-primary-action-background-color") == "hsl(211 60% 35%)"
    assert resolve(tokens, "--utrecht-document-background-color") == "white"
    assert resolve(tokens, "--utrecht-document-color") == "#222222"
    assert resolve(tokens, "--utrecht-link-color") == "hsl(211 60% 35%)"
    assert resolve(tokens, "--bestaat-niet") == ""
    assert resolve({"--rond": "var(--rond)"}, "--rond") == ""


def test_the_sheet_has_our_properties_and_those_that_the_chat_looks_at() -> None:
    sheet = sheet_of(read_tokens(THEME))
    for line in ("--brand: #24578f", "--voordeur-brand: #24578f", "--link: #24578f", "--page: #f6f6f6"):
        assert f"{line};" in sheet
    assert "--radius: min(4px, 0.75rem);" in sheet
    assert "--radius: 0;" in sheet_of(read_tokens(THEME.replace("4px", "0")))
    assert "--button-radius: 4px;" in sheet and '--font: "Proef Sans", Arial, sans-serif;' in sheet
    assert sheet.startswith("@media screen and (prefers-color-scheme: light)")
    assert "url(" not in sheet and "//" not in sheet


@pytest.mark.parametrize(
    ("tokens", "reason"),
    [
        ({}, "geen kleur"),
        ({"--utrecht-link-color": "#ddd"}, "link"),
        ({"--utrecht-document-color": "#888"}, "ink"),
        ({"--utrecht-button-primary-action-background-color": "#ffcc00"}, "on-brand"),
        ({"--utrecht-focus-outline-color": "white"}, "focus"),
    ],
)
def test_colours_that_cannot_be_read_on_each_other_are_refused(tokens: dict[str, str], reason: str) -> None:
    with pytest.raises(ThemeError, match=reason):
        sheet_of(tokens)


@pytest.mark.parametrize("value", ["4px; } body { display: none", "url(//x)", "calc(1px + 1vw)", "<b>"])
def test_a_value_that_is_no_length_or_letters_is_left_out(value: str) -> None:
    tokens = read_tokens(THEME) | {
        "--utrecht-button-border-radius": value,
        "--utrecht-document-font-family": value,
    }
    sheet = sheet_of(tokens)
    assert "radius" not in sheet and "--font" not in sheet


def test_colours_are_read_in_the_ways_in_which_tokens_write_them() -> None:
    assert [read_colour(each) for each in ("#FFF", "white", "rgb(255, 255, 255)", "hsl(0 0% 100%)")] == [
        (1, 1, 1)
    ] * 4
    for no_colour in ("", "transparent", "#12", "rgb(0 0 0 / 50%)", "inherit", "rood"):
        assert read_colour(no_colour) is None
    assert round(contrast((0, 0, 0), (1, 1, 1))) == 21


def test_the_widget_looks_at_the_same_tokens_in_the_same_order() -> None:
    css = (Path(files.__file__).parent / "client" / "loader.css").read_text("utf-8")
    for names in (*TOKENS.values(), CORNERS, LETTERS):
        assert re.search(r"[^;]*".join(rf"var\({name}\b" for name in names), css), names


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    (tmp_path / "laren.css").write_text(THEME, "utf-8")
    (tmp_path / "region.css").write_text(THEME.replace("211 60% 35%", "0 60% 30%"), "utf-8")
    (tmp_path / "hilversum.css").write_text(".x-theme { --utrecht-link-color: #eee }", "utf-8")
    return settings.model_copy(update={"themes_dir": str(tmp_path)})


async def test_every_public_page_is_in_the_look_of_the_gemeente_or_else_of_the_region(
    client: httpx.AsyncClient,
) -> None:
    laren = ("/laren", "/chat?gemeente=laren", "/kennis?gemeente=laren", "/privacy?gemeente=laren")
    others = ("/", "/chat", "/volg", "/eemnes", "/hilversum")  # the theme of Hilversum cannot be read
    for paths, name in ((laren, "laren"), (others, "region")):
        for path in paths:
            page = await client.get(path)
            assert page.text.count(f'<link rel="stylesheet" href="/theme/{name}.css">') == 1, path
            assert page.text.count("/theme/") == 1


async def test_a_theme_is_served_small_and_kept(client: httpx.AsyncClient) -> None:
    served = await client.get("/theme/laren.css")
    assert served.headers["Content-Type"] == "text/css; charset=utf-8" and len(served.content) < 2000
    again = await client.get("/theme/laren.css", headers={"If-None-Match": served.headers["ETag"]})
    assert again.status_code == 304
    for name in ("hilversum", "eemnes", "..%2fregion", "region.css", "LAREN"):
        assert (await client.get(f"/theme/{name}.css")).status_code == 404, name
