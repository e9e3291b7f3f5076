"""Phrases: words near each other, alternatives, endings, pieces in any order, exceptions, typing errors."""

import pytest

from knowledge.phrases import Phrases


@pytest.mark.parametrize(
    ("phrase", "text", "heard"),
    [
        ("niet meer leven", "ik wil niet meer leven", True),
        ("niet meer leven", "NIET méér, echt verder leven!", True),
        ("niet meer leven", "niet meer zo lang op deze manier leven", False),
        ("niet meer leven", "leven, niet meer", False),
        ("niet meer leven", "niet meer levendig", False),
        ("huur/loon betalen", "het loon nu betalen", True),
        ("huur/loon betalen", "de btw betalen", False),
        ("beslag*", "er is beslaglegging", True),
        ("beslag*", "omslag", False),
        ("burn-out", "een burn-out, een burn out", True),
        ("zzp'er", "voor zzp’er en zzp er", True),
        ("kan + niet + betalen", "betalen kan ik niet", True),
        ("kan + niet + betalen", "Dat kan. Ik hoef niet te betalen.", False),
        ("deurwaarder", "de deurwarder komt", True),
        ("beslag", "mijn beklag doen", False),
        ("x", "", False),
        ("x", "😀" * 1000, False),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str, heard: bool) -> None:
    assert Phrases([phrase]).heard_in(text) is heard


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("mijn klant kan niet betalen", False),
        ("mijn klant kan niet betalen en nu kan ik ook niet betalen", True),
        ("ik kan niet betalen", True),
    ],
)
def test_an_exception_takes_only_its_own_words_away(text: str, heard: bool) -> None:
    phrases = Phrases(["kan niet betalen", "kan ik niet betalen"], ["klant* kan niet betalen"])
    assert phrases.heard_in(text) is heard


def test_a_sentence_ends_where_it_ends_but_a_row_of_words_goes_on() -> None:
    assert Phrases(["wil + dood"]).heard_in("ik wil. het is dood") is False
    assert Phrases(["wil niet meer"]).heard_in("ik wil... niet meer") is True
