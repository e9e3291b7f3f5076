"""The glossary: every term explained in plain words, with a source or a note that an editor should look."""

import re
from functools import cache

import pytest

from kit.settings import ROOT
from knowledge.files import read_content
from knowledge.glossary import TermFile, read_glossary

_CONTENT = ROOT / "knowledge" / "content"
_LONGEST_SENTENCE = 18
"""Words; what readers at B1 level follow at once."""

JARGON = [
    "AFM",
    "bestemmingsplan",
    "BEL",
    "Bbz",
    "BIZ",
    "BKR",
    "BMKB",
    "BOPA",
    "eHerkenning",
    "EIA",
    "HIRB",
    "ISDE",
    "KIA",
    "KVK",
    "KVO",
    "leges",
    "MIA",
    "milieucategorie",
    "MIT",
    "omgevingsplan",
    "OZB",
    "plint",
    "RVO",
    "schuifruimte",
    "SLIM",
    "trekkingsrecht",
    "UWV",
    "vooroverleg",
    "VvE",
    "WBSO",
    "WOZ",
    "zienswijze",
    "zzp'er",
]


@cache
def terms() -> tuple[TermFile, ...]:
    return read_glossary(_CONTENT)


def names(term: TermFile) -> list[str]:
    return [name.casefold() for name in (term.term, *term.also)]


def test_the_glossary_is_well_filled() -> None:
    assert len(terms()) >= 60


@pytest.mark.parametrize("word", JARGON)
def test_a_word_that_officials_use_is_explained(word: str) -> None:
    assert [term.term for term in terms() if word.casefold() in names(term)]


def test_a_name_belongs_to_one_term() -> None:
    all_names = [name for term in terms() for name in names(term)]
    assert sorted({name for name in all_names if all_names.count(name) > 1}) == []


def test_every_term_has_an_address_of_its_own() -> None:
    anchors = [term.anchor for term in terms()]
    assert len(set(anchors)) == len(anchors)
    assert all(anchors)


def test_a_term_points_to_an_article_that_is_served() -> None:
    served = {article.id for article in read_content(_CONTENT).articles if article.status == "published"}
    assert [term.term for term in terms() if term.article and term.article not in served] == []


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.anchor)
def test_a_meaning_is_short_and_plain(term: TermFile) -> None:
    sentences = [part.split() for part in re.split(r"(?<=[.!?:])\s+", term.meaning)]
    assert term.meaning.endswith(".")
    assert len(sentences) <= 3
    assert max(map(len, sentences)) <= _LONGEST_SENTENCE


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.anchor)
def test_a_meaning_without_a_source_is_marked_for_an_editor(term: TermFile) -> None:
    assert term.certainty is not None
    assert term.editor_should_check is (term.source is None)
    if term.source is None:
        assert term.certainty == "middel"
