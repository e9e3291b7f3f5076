"""Everyday words beside official ones, and words with typing errors."""

from collections import Counter

import pytest
from knowledge_builders import make_areas

from kit.settings import ROOT
from knowledge.files import read_content
from knowledge.search.spelling import Spelling, corrected
from knowledge.search.synonyms import Synonyms

SYNONYMS = Synonyms(
    [
        ["lening", "*krediet", "geld lenen"],
        ["verduurza*", "zonnepanelen"],
        ["geld lenen", "voorschieten"],
        ["r&d", "uitvinden"],
        ["te klein", "uit mijn jasje"],
    ]
)


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("lening", ["0"]),
        ("twee leningen", ["0"]),
        ("MICROKREDIET?", ["0"]),
        ("krediet", []),
        ("kredietunie", []),
        ("ik wil geld lenen", ["0", "2"]),
        ("geld en lenen", []),
        ("geld", []),
        ("verduurzaming van mijn pand", ["1"]),
        ("onverduurzaamd", []),
        ("iets met r&d", ["3"]),
        ("mijn zaak is uit mijn jasje gegroeid", ["4"]),
        ("uit mijn", []),
        ("te klein", ["4"]),
        ("lening of microkrediet", ["0", "0"]),
        ("", []),
    ],
)
def test_a_text_touches_the_groups_of_its_words_and_phrases(text: str, groups: list[str]) -> None:
    assert sorted(SYNONYMS.groups(text)) == groups


def test_without_groups_nothing_is_touched() -> None:
    assert Synonyms().groups("geld lenen") == []


def test_the_words_of_a_phrase_are_known_and_others_are_not() -> None:
    assert SYNONYMS.knows("jasje")
    assert not SYNONYMS.knows("jas-achtig")


def test_no_group_of_the_shipped_file_names_a_word_twice_or_a_place() -> None:
    groups = read_content(ROOT / "knowledge" / "content").vocabulary.synonyms
    areas = make_areas()
    double = [word for group in groups for word, count in Counter(group).items() if count > 1]
    places = [word for group in groups for word in group if areas.find(f"nieuwe {word}")]
    assert (double, places) == ([], [])


STORE = Spelling(["vergunning", "verbouwing", "microkrediet", "kapsalon", "terras", "pand"])


def meant(word: str, *, unused: str = "") -> str:
    return corrected(word, [STORE], lambda candidate: candidate != unused)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("vergunnig", "vergunning"),
        ("vergunninng", "vergunning"),
        ("mircokrediet", "microkrediet"),
        ("kapsallon", "kapsalon"),
        ("teras", "terras"),
        ("pant", "pant"),
        ("vergadering", "vergadering"),
        ("zwembad", "zwembad"),
        ("7", "7"),
    ],
)
def test_an_unknown_word_becomes_the_one_that_it_looks_like_most(typed: str, word: str) -> None:
    assert meant(typed) == word


def test_a_word_that_no_article_has_any_more_is_not_meant() -> None:
    assert meant("vergunnig", unused="vergunning") == "vergunnig"
