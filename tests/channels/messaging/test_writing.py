"""How messages are written within the limits of a channel, without any server."""

from datetime import date

import fake_telegram
import fake_whatsapp
import pytest

from channels.messaging.said import Option, Said, SourceLine
from channels.messaging.splitting import shortened, split
from channels.messaging.telegram import adapter as telegram
from channels.messaging.telegram import writing as in_telegram
from channels.messaging.whatsapp import adapter as whatsapp
from channels.messaging.whatsapp import writing as in_whatsapp

CHECKED = date(2026, 11, 21)
SOURCES = (
    SourceLine("Plan A", "https://voorbeeld.test/a_b", "2013", CHECKED),
    SourceLine("Plan B", None, None, CHECKED),
)

MARKDOWN = [
    ("Gewoon **vet** en *schuin*.", "Gewoon *vet* en _schuin_.", "Gewoon <b>vet</b> en <i>schuin</i>."),
    ("## Meer weten\n\nTekst", "*Meer weten*\n\nTekst", "<b>Meer weten</b>\n\nTekst"),
    ("- een\n- twee\n\nslot", "• een\n• twee\n\nslot", "• een\n• twee\n\nslot"),
    ("1. een\n2. twee\n   - diep", "1. een\n2. twee\n  • diep", "1. een\n2. twee\n  • diep"),
    ("3. drie\n4. vier", "3. drie\n4. vier", "3. drie\n4. vier"),
    ("regel\nregel", "regel\nregel", "regel\nregel"),
    ("a < b & c", "a < b & c", "a &lt; b &amp; c"),
    ("snake_case", "snake_\u200bcase", "snake_case"),
    (
        "[site](https://x.test/?a=1&b=2)",
        "site: https://x.test/?a=1&b=2",
        '<a href="https://x.test/?a=1&amp;b=2">site</a>',
    ),
    ("[bel](tel:14035)", "bel: 14035", '<a href="tel:14035">bel</a>'),
    ("<https://x.test>", "https://x.test", '<a href="https://x.test">https://x.test</a>'),
    ("[fout](javascript:alert)", "[fout](javascript:alert)", "[fout](javascript:alert)"),
    ("<script>hoi</script>", "<script>hoi</script>", "&lt;script&gt;hoi&lt;/script&gt;"),
]


@pytest.mark.parametrize(("markdown", "as_whatsapp", "as_telegram"), MARKDOWN)
def test_markdown_is_written_as_the_channel_shows_it(
    markdown: str, as_whatsapp: str, as_telegram: str
) -> None:
    assert [part.text for part in in_whatsapp.write(Said(markdown))] == [as_whatsapp]
    assert [part.text for part in in_telegram.write(Said(markdown))] == [as_telegram]


def test_several_sources_are_a_list_that_says_a_shared_day_once() -> None:
    (part,) = in_whatsapp.write(Said("Dat mag.", sources=SOURCES))
    expected = (
        "Bronnen, gecontroleerd op 21 november 2026:\n\n• Plan A (2013): https://voorbeeld.test/a_b\n• Plan B"
    )
    assert part.text == f"Dat mag.\n\n{expected}"
    (part,) = in_whatsapp.write(Said("It may.", sources=SOURCES[1:], language="en"))
    assert part.text == "It may.\n\nSource: Plan B, checked on 21 November 2026."


@pytest.mark.parametrize("count", [0, 1, 3, 4, 10, 11, 20, 21])
@pytest.mark.parametrize("title", ["Ja {}", "Een keuze met een lange titel {}", "{} " + "lang " * 30])
@pytest.mark.parametrize("size", [1, 1025, 9000])
def test_whatever_is_said_the_provider_takes_it(count: int, title: str, size: int) -> None:
    options = tuple(Option(title.format(number), f"abcdefghijklmnop:{number}") for number in range(count))
    words = " ".join(["Een zin."] * (size // 9 + 1))
    said = Said(words, options, SOURCES, "Anna")
    in_meta = [_for_whatsapp(part) for part in in_whatsapp.write(said)]
    assert [fake_whatsapp.mistake(body) for body in in_meta] == [""] * len(in_meta)
    in_bot = [telegram.body_of(part) for part in in_telegram.write(said)]
    assert [fake_telegram.mistake(body) for body in in_bot] == [""] * len(in_bot)


def _for_whatsapp(part: object) -> dict[str, object]:
    envelope = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "31600000001"}
    return envelope | whatsapp.body_of(part)  # type: ignore[arg-type]


def test_a_text_is_cut_at_paragraphs_then_sentences_then_words() -> None:
    def fits(text: str) -> bool:
        return len(text) <= 20

    assert split("Een alinea.\n\nNog een alinea.", fits) == ["Een alinea.", "Nog een alinea."]
    assert split("Zin een. Zin twee is. Zin drie.", fits) == ["Zin een.", "Zin twee is.", "Zin drie."]
    assert split("woorden zonder enig einde erin", fits) == ["woorden zonder enig", "einde erin"]
    assert split("- een regel\n- nog een regel", fits) == ["- een regel", "- nog een regel"]


def test_bold_and_links_are_not_cut_in_two() -> None:
    def fits(text: str) -> bool:
        return len(text) <= 35

    text = "Dit is **een. Lang stuk** en dan [een lange link](https://x.test) daarna."
    pieces = split(text, fits)
    assert all(piece.count("**") % 2 == 0 and piece.count("[") == piece.count("](") for piece in pieces)
    assert split("x" * 70, fits) == ["x" * 35, "x" * 35]
    assert split("", fits) == []


def test_a_title_is_shortened_at_a_word() -> None:
    assert shortened("Werken aan huis in Hilversum", 24) == "Werken aan huis in…"
    assert shortened("Omgevingsvergunningsaanvraag", 20) == "Omgevingsvergunning…"
    assert shortened("kort", 20) == "kort"
