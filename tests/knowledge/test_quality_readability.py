"""The readability of Dutch text: what the formula counts, and what the hint tells an editor."""

import pytest

from knowledge.quality.plain_text import sentences, words
from knowledge.quality.readability import Known, score, syllables_of

EASY = "U mag thuis werken. De buren mogen er geen last van hebben. Kijk eerst wat er in uw plan staat. " * 3
HARD = (
    "Ondernemersverenigingen vertegenwoordigen georganiseerde belanghebbenden binnen gemeentelijke "
    "overlegstructuren aangaande bereikbaarheidsvraagstukken, verduurzamingsmaatregelen en "
    "vergunningverleningsprocedures. "
) * 3


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("u", 1),
        ("over", 2),
        ("idee", 2),
        ("maand", 1),
        ("vergunning", 3),
        ("gemeente", 3),
        ("coöperatie", 5),
        ("zzp'er", 2),
        ("Noord-Holland", 3),
        ("KVK", 1),
        ("1.225", 2),
        ("qredits.nl", 2),
    ],
)
def test_syllables_are_those_that_a_dutch_reader_says(word: str, expected: int) -> None:
    assert syllables_of(word) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Dit is een. Dit is twee!", ["Dit is een.", "Dit is twee!"]),
        ("Doe dit:\n\n- eerst meten\n- dan kopen", ["Doe dit:", "eerst meten", "dan kopen"]),
        ("## Meer weten\n\nEen **vette** [link](https://x.nl).", ["Een vette link."]),
        ("Het kost 1.225 euro op qredits.nl per jaar.", ["Het kost 1.225 euro op qredits.nl per jaar."]),
        ("Een zin\nop twee regels.", ["Een zin op twee regels."]),
        ("", []),
    ],
)
def test_markdown_is_split_as_it_is_heard(markdown: str, expected: list[str]) -> None:
    assert sentences(markdown) == expected


def test_signs_around_words_do_not_count() -> None:
    assert words("Ja, 'dat' mag (soms) – echt!") == ["Ja", "dat", "mag", "soms", "echt"]


def test_the_value_is_that_of_the_formula_of_douma() -> None:
    text = "De kat zit op de mat. " * 5
    assert score(text).value == round(206.835 - 0.93 * 6 - 77 * 1)


def test_plain_sentences_pass_and_officialese_does_not() -> None:
    easy, hard = score(EASY), score(HARD)
    assert (easy.level, easy.passes, easy.hint) == ("B1", True, "")
    assert (hard.level, hard.passes) == ("te moeilijk", False)
    assert hard.value < 60 <= easy.value


def test_the_hint_names_hard_words_and_the_longest_sentence() -> None:
    long = "Wij gaan met u en met de buren en met de baas van de zaak kijken of het kan en of het mag."
    assert "Maak de zin 'Wij gaan met u en met …' korter: die heeft 23 woorden." in score(long).hint
    assert "vergunningverleningsprocedures" in score(HARD).hint


@pytest.mark.parametrize("text", ["", "   ", "## Alleen een kop", "Bereikbaarheidsvraagstukken."])
def test_a_text_that_is_too_short_gets_no_verdict(text: str) -> None:
    found = score(text)
    assert (found.level, found.passes) == ("te kort om te meten", True)


def test_a_known_term_counts_as_one_ordinary_word() -> None:
    text = "U vraagt een bijstandverlening zelfstandigen aan. " * 10
    known = Known(["Bijstandverlening zelfstandigen"])
    assert score(text, known).value > score(text).value
    assert score(text, known).hint == ""


def test_a_known_term_is_the_whole_term() -> None:
    text = "Een bijstandverlening is er niet. " * 10
    assert score(text, Known(["bijstandverlening zelfstandigen"])) == score(text)
