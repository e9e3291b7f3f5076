"""Everything that is said in another language is there, and is filled in with the same values as in Dutch."""

import re
import shutil
from functools import cache
from pathlib import Path

import pytest
from knowledge_builders import make_areas, make_article

from kit.settings import ROOT
from knowledge.english import English
from knowledge.errors import ContentError
from knowledge.files import LANGUAGE_FILES, Content, read_frame
from knowledge.language_files import EnglishFile, SayingsFile
from knowledge.moments import Moments
from knowledge.replies import Replies, placeholders
from knowledge.sayings import Sayings
from knowledge.search.index import SearchIndex, Verdict
from knowledge.search.prior import Prior
from knowledge.topics import TOPICS

FOLDER = ROOT / "knowledge" / "content"
# Checks, doors and the meanings of terms are in Dutch only, and an account manager reads the summary.
DUTCH_ONLY = re.compile(r"check_.*|choice_check.*|choice_dont_know|ticket_summary|out_of_scope_door|term.*")
# What a language needs in which there is nothing but two sentences and a way to a person.
HAND_OFF = re.compile(
    r"not_spoken|crisis|nobody|hand_off_.*|choice_(person|yes|no|back|stop|right|send|change_.*|no_gemeente)"
)
OTHERS = ("de", "tr", "ar", "pl", "uk")


@cache
def frame() -> Content:
    return read_frame(FOLDER)


def texts(language: str) -> dict[str, str]:
    """Return the sentences of a language, without those it borrows."""
    others = frame().other_languages
    found = {"nl": frame().replies, "en": others.replies_en}.get(language)
    replies = Replies((found or others.languages.languages[language].replies).root)
    return {key: replies.raw(key) for key in replies}


def test_english_has_a_sentence_for_every_dutch_one() -> None:
    wanted = {key for key in texts("nl") if not DUTCH_ONLY.fullmatch(key)}
    assert texts("en").keys() == wanted


@pytest.mark.parametrize("language", OTHERS)
def test_the_other_languages_have_what_a_hand_off_needs(language: str) -> None:
    wanted = {key for key in texts("nl") if HAND_OFF.fullmatch(key)}
    assert texts(language).keys() == wanted


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_a_sentence_is_filled_in_as_the_dutch_one(language: str) -> None:
    dutch = texts("nl")
    different = {
        key for key, text in texts(language).items() if placeholders(text) != placeholders(dutch[key])
    }
    assert different == set()


@pytest.mark.parametrize("language", OTHERS)
def test_whoever_is_not_understood_gets_two_sentences_and_the_button(language: str) -> None:
    said = texts(language)
    assert len(re.findall(r"[.!?؟](?:\s|$)", said["not_spoken"])) == 2
    assert said["choice_person"] in said["not_spoken"]


@pytest.mark.parametrize("language", OTHERS)
def test_despair_is_answered_with_the_numbers_to_call(language: str) -> None:
    assert "113" in texts(language)["crisis"] and "112" in texts(language)["crisis"]


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_a_sentence_that_names_a_button_names_it_as_it_is(language: str) -> None:
    said = {**texts("en"), **texts(language)}
    for key, button in (
        ("hand_off_question_known", "choice_right"),
        ("hand_off_what_to_change", "choice_send"),
    ):
        assert said[button] in said[key]


def test_every_topic_has_an_english_title_and_every_word_is_plain() -> None:
    english = frame().other_languages.english
    assert english.topics.keys() == TOPICS.keys()
    for topic in english.topics.values():
        assert topic.words and all(word == word.lower() for word in topic.words)


@pytest.fixture(scope="module")
def english() -> English:
    return English(frame().other_languages.english)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Hi!", "greet"),
        ("thanks", "thank"),
        ("Yes, please.", "affirm"),
        ("no", "deny"),
        ("Stop!", "stop"),
        ("go back", "go_back"),
        ("Hello, can I talk to a person please?", "ask_person"),
        ("I’d rather speak to someone", "ask_person"),
        ("who are you?", "ask_identity"),
        ("Please delete my data", "delete_data"),
        ("what can you do", "help"),
        ("Where does this come from?", "ask_source"),
        ("how do I renew my passport", "out_of_scope"),
        ("I want to stop with my company", None),
        ("yes but how much does it cost", None),
        ("is there help for my shop", None),
        ("", None),
        ("😀", None),
    ],
)
def test_an_act_is_known_by_its_phrases(english: English, text: str, act: str | None) -> None:
    assert english.act(text) == act


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("I need a loan", "financiering"),
        ("how do I write a business plan", "starten"),
        ("do I pay VAT", "wegwijzer"),
        ("what about it", None),
        ("", None),
    ],
)
def test_a_topic_is_known_by_its_words(english: English, text: str, topic: str | None) -> None:
    assert english.topic(text) == topic


def test_without_files_there_is_no_english() -> None:
    nothing = English(EnglishFile())
    assert (nothing.act("hi"), nothing.topic("loan"), nothing.title("starten")) == (
        None,
        None,
        TOPICS["starten"].title,
    )


def test_a_phrase_counts_whole_or_anywhere() -> None:
    phrases = Sayings(SayingsFile(whole=("go",), within=("a person",)))
    assert phrases.heard_in("Go!") and phrases.heard_in("to a person, now") and phrases.are("A person?")
    assert not phrases.heard_in("go on") and not phrases.heard_in("a personal trainer")


@pytest.mark.parametrize("name", LANGUAGE_FILES)
def test_a_mistake_in_a_language_file_is_told(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "content"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("articles"))
    (folder / name).write_text("languages: [\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_frame(folder)
    assert {problem.file for problem in caught.value.problems} == {name}


def test_the_english_index_finds_english_articles_only() -> None:
    dutch = make_article("lening", "geld lenen voor mijn winkel", title="Een lening")
    loan = make_article(
        "lening-en",
        "Where can I borrow money for my shop?",
        title="Getting a loan",
        language="en",
        translation_of="lening",
    )
    index = SearchIndex([dutch, loan], make_areas(), None, "en")
    result = index.search("can I borrow some money for a shop in Laren", prior=Prior.known("financiering"))
    assert (result.verdict, [hit.article.id for hit in result.hits]) == (Verdict.SURE, ["lening-en"])
    assert index.search("geld lenen").hits == []
    changed = index.changed([], ["lening-en"])
    assert changed.search("where can I borrow money for my shop").verdict is Verdict.NOTHING


@pytest.fixture(scope="module")
def moments() -> Moments:
    return Moments(frame().moments)


@pytest.mark.parametrize(
    "text",
    [
        "I want to die",
        "sometimes I wish I were dead because of my debts",
        "I don’t want to live anymore",
        "maybe my family is better off without me",
        "I keep thinking of ending my life",
        "ich will nur noch sterben",
        "borçlarım yüzünden intihar etmeyi düşünüyorum",
        "mam długi i chcę umrzeć",
        "у мене борги і я хочу померти",
        "أفكر في الانتحار",
    ],
)
def test_despair_is_heard_in_every_language(moments: Moments, text: str) -> None:
    moment = moments.before(text)
    assert moment and moment.id == "crisis"


@pytest.mark.parametrize(
    "text",
    [
        "Can I live above my shop?",
        "I do not want to live in Hilversum but I work there",
        "how do I end my rental contract",
        "who inspects the trains",
        "I hurt my hand at work, am I insured?",
        "Kann ich von meinem Laden leben?",
        "Hilversum'da yaşamak istiyorum",
        "Chcę mieszkać nad sklepem",
        "Я не хочу жити в Гілверсюмі",
        "أريد أن أعيش في هيلفرسوم",
    ],
)
def test_business_is_no_despair_in_any_language(moments: Moments, text: str) -> None:
    assert moments.before(text) is None
