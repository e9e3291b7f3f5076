"""Words as they sound: spelt by ear and by the book they are the same, and other words stay other words."""

import pytest

from assistant.rasa.components.by_ear import by_ear, words_by_ear


@pytest.mark.parametrize(
    ("book", "ear"),
    [
        ("vergunning", "fergunning"),
        ("zaak", "saak"),
        ("beschikking", "besgikking"),
        ("lichtreclame", "ligtreklame"),
        ("bedrijf", "bedreif"),
        ("wordt", "word"),
        ("verbouwen", "verbauwe"),
        ("krediet", "kredit"),
        ("café", "kafe"),
        ("ondernemers", "onderneemers"),
        ("theater", "teater"),
        ("quotum", "kwotum"),
        ("BEDRIJVEN", "bedrijve"),
    ],
)
def test_what_is_spelt_by_ear_is_the_same_word(book: str, ear: str) -> None:
    assert by_ear(book) == by_ear(ear)


@pytest.mark.parametrize(
    ("one", "other"), [("subsidie", "lening"), ("huur", "uur"), ("pand", "band"), ("huis", "huizen")]
)
def test_other_words_stay_other_words(one: str, other: str) -> None:
    assert by_ear(one) != by_ear(other)


def test_two_words_together_are_the_compound_that_they_were_meant_to_be() -> None:
    assert by_ear("bedrijfspand") in words_by_ear("leeg bedrijfs pand").split()
    assert words_by_ear("loods huren").split() == ["lods", "hure", "lodshure"]


@pytest.mark.parametrize("text", ["", " ", "😀😀😀", "...", "\u200b", "1234", "مرحبا", "Привіт"])
def test_what_is_no_dutch_word_does_no_harm(text: str) -> None:
    assert by_ear(by_ear(text)) == by_ear(text)
    assert isinstance(words_by_ear(text), str)
