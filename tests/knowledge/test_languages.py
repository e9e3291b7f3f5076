"""Dutch stays Dutch; another language is recognised when a message gives clear evidence of it."""

from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from kit.settings import ROOT
from knowledge.areas import Areas
from knowledge.files import Content, read_content
from knowledge.language_files import LanguagesFile
from knowledge.languages import Languages

SENTENCES: dict[str, list[str]] = YAML(typ="safe").load(
    (Path(__file__).parent / "language_sentences.yaml").read_text(encoding="utf-8")
)
MOST_FALSE_ALARMS = 0.002
"""Of Dutch phrasings; to answer Dutch in English is worse than the other way round."""


@cache
def content() -> Content:
    return read_content(ROOT / "knowledge" / "content")


@pytest.fixture(scope="module")
def languages() -> Languages:
    areas = Areas(content().areas, "gooi-en-vechtstreek")
    return Languages(content().other_languages.languages, areas, content().vocabulary)


@pytest.mark.parametrize(
    ("code", "text"), [(code, text) for code, texts in SENTENCES.items() for text in texts]
)
def test_every_sentence_is_in_its_language(languages: Languages, code: str, text: str) -> None:
    assert languages.of(text) == code


def test_the_phrasings_of_the_articles_stay_dutch(languages: Languages) -> None:
    asked = [text for article in content().articles if article.language == "nl" for text in article.questions]
    alarms = [text for text in asked if languages.of(text) != "nl" or languages.asked_for(text)]
    assert len(asked) > 8000
    assert len(alarms) < MOST_FALSE_ALARMS * len(asked), alarms


def test_the_phrasings_of_the_english_articles_are_mostly_english(languages: Languages) -> None:
    asked = [text for article in content().articles if article.language == "en" for text in article.questions]
    sentences = [text for text in asked if len(text.split()) >= 5]
    found = [text for text in sentences if languages.of(text) == "en"]
    assert len(found) > 0.88 * len(sentences) > 50  # names of schemes and places make the others Dutch


@pytest.mark.parametrize("text", ["", "???", "12345", "😀😀😀", "1234 AB", "naam@voorbeeld.nl", "a b c d e"])
def test_what_holds_no_words_is_in_the_language_of_the_conversation(languages: Languages, text: str) -> None:
    assert languages.of(text) == "nl"
    assert languages.of(text, "en") == "en"


@pytest.mark.parametrize(
    "text", ["Hilversum", "Sam Green", "yes", "ja", "ok", "sam@example.com", "Bakery Naarden"]
)
def test_a_word_or_name_changes_no_language(languages: Languages, text: str) -> None:
    assert [languages.of(text, present) for present in ("nl", "en", "de")] == ["nl", "en", "de"]


@pytest.mark.parametrize("present", ["en", "de", "tr", "ar"])
def test_a_dutch_sentence_leads_back_to_dutch(languages: Languages, present: str) -> None:
    assert languages.of("ik wil graag weten hoe ik een lening krijg", present) == "nl"
    assert languages.of("mag ik thuis een kapsalon beginnen?", present) == "nl"


def test_an_alphabet_is_evidence_by_itself_also_beside_our_own(languages: Languages) -> None:
    assert languages.of("كيف أسجل في KVK") == "ar"
    assert languages.of("ФОП") == "uk"
    assert languages.of("mijn zaak heet قهوة en is gevestigd in Laren") == "nl"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("English please", "en"),
        ("Do you speak English?", "en"),
        ("spreekt u Engels?", "en"),
        ("Engels", "en"),
        ("auf Deutsch", "de"),
        ("Türkçe biliyor musunuz?", "tr"),
        ("Czy ktoś mówi po polsku?", "pl"),
        ("українською", "uk"),
        ("العربية", "ar"),
        ("in het Nederlands graag verder in het nederlands verder", "nl"),
        ("Nederlands", "nl"),
        ("mag een ondernemingsplan in het Engels?", None),
        ("ik geef les Duits aan huis", None),
        ("Poolse winkel beginnen", None),
        ("een Engels theehuis openen", None),
        ("", None),
    ],
)
def test_a_language_can_be_asked_for(languages: Languages, text: str, code: str | None) -> None:
    assert languages.asked_for(text) == code


def test_without_the_file_everything_is_dutch() -> None:
    areas = Areas(content().areas, "gooi-en-vechtstreek")
    nothing = Languages(LanguagesFile(), areas, content().vocabulary)
    for texts in SENTENCES.values():
        assert {nothing.of(text) for text in texts} == {"nl"}
    assert nothing.asked_for("english please") is None


def test_a_thousand_letters_of_anything_are_no_trouble(languages: Languages) -> None:
    assert languages.of("👩‍🍳" * 250) == "nl"
    assert languages.of("a" * 1000) == "nl"
    assert languages.of("the " * 250) == "en"
