"""The unseen sentences really are unseen, there are enough of both kinds, and what they name exists."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache

import pytest
from judging import all_sentences
from nearness import near_duplicates, plain
from ruamel.yaml import YAML

from channels.operations.evaluation import ACT_REPLIES, Sentence
from channels.operations.rasa_files import NLU_DIR
from kit.settings import ROOT
from knowledge.files import Content, read_content
from knowledge.topics import TOPICS

SENTENCES = all_sentences()
FEWEST_UNSEEN = 15
FEWEST_TRAINED = 40
ACROSS_TOPICS = ("noisy", "english", "two_needs")


@cache
def content() -> Content:
    return read_content(ROOT / "knowledge" / "content")


@cache
def trained() -> dict[str, list[str]]:
    """Return the hand-written training sentences of every intent."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(NLU_DIR.rglob("*.yml")):
        for row in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["nlu"]:
            found[row["intent"]] += [line.removeprefix("- ") for line in row["examples"].splitlines()]
    return found


def phrasings() -> Iterator[str]:
    """Give what the model learns from articles: their titles and the questions of their editors."""
    for article in content().articles:
        yield article.title
        yield from article.questions


def learnt() -> Iterator[str]:
    """Give everything that the model learns from, but for the noise that is generated."""
    for texts in trained().values():
        yield from texts
    yield from phrasings()


def test_no_unseen_sentence_stands_in_the_training_data_or_nearly() -> None:
    texts = [sentence.text for sentence in SENTENCES]
    assert list(near_duplicates(texts, learnt())) == []


NEAR_PAIRS = [
    ("Nummer KVK?", "kvk nummer"),
    ("kan ik mijn vorige antwoord veranderen", "kan ik mijn vorige antwoord nog veranderen"),
    ("goedenmiddag", "goedemiddag"),
    ("ik wil een bakerij beginnen in Huizen", "ik wil een bakkerij beginnen in huizen"),
]
PARAPHRASES = [
    ("hoe bereik ik de gemeente als ondernemer", "wie kan ik bellen bij de gemeente over mijn bedrijf"),
    ("is de winkel in Laren nog te huur", "is de winkel in Huizen nog te koop"),
    ("kapper aan huis", "kapsalon thuis beginnen"),
    ("😀", "!!!"),
]


@pytest.mark.parametrize(("unseen", "known"), NEAR_PAIRS)
def test_a_near_duplicate_is_refused(unseen: str, known: str) -> None:
    assert [text for text, *_ in near_duplicates([unseen], [known])] == [unseen]


@pytest.mark.parametrize(("unseen", "known"), PARAPHRASES)
def test_a_paraphrase_passes(unseen: str, known: str) -> None:
    assert list(near_duplicates([unseen], [known])) == []


def test_no_sentence_is_asked_twice() -> None:
    times = Counter(plain(sentence.text) or sentence.text for sentence in SENTENCES)
    assert [text for text, number in times.items() if number > 1] == []


@pytest.mark.parametrize("name", [*TOPICS, *ACT_REPLIES])
def test_there_are_enough_unseen_sentences(name: str) -> None:
    found = [sentence for sentence in SENTENCES if (sentence.act or sentence.topic) == name]
    assert len(found) >= FEWEST_UNSEEN


@pytest.mark.parametrize("name", [*TOPICS, *ACT_REPLIES])
def test_there_are_enough_training_sentences(name: str) -> None:
    assert len(set(map(plain, trained()[name]))) >= FEWEST_TRAINED


def test_there_is_no_intent_that_nobody_tests() -> None:
    assert set(trained()) == {*TOPICS, *ACT_REPLIES}


def test_no_training_sentence_stands_in_two_intents() -> None:
    intents: dict[str, set[str]] = defaultdict(set)
    for intent, texts in trained().items():
        for text in texts:
            intents[plain(text) or text].add(intent)
    assert {text: names for text, names in intents.items() if len(names) > 1} == {}


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence.text[:100])
def test_what_a_sentence_expects_exists(sentence: Sentence) -> None:
    articles = {article.id: article for article in content().articles}
    assert (sentence.topic in TOPICS) != (sentence.act in ACT_REPLIES)
    assert sentence.folder in (*ACROSS_TOPICS, sentence.topic or sentence.act)
    assert sentence.gemeente is None or sentence.gemeente in content().areas.gemeenten
    assert sentence.article is None or articles[sentence.article].topic == sentence.topic
    assert (sentence.clean is not None) == (sentence.folder == "noisy")
    assert (sentence.second is not None) == (sentence.folder == "two_needs")
    assert sentence.second is None or sentence.second in TOPICS


@pytest.mark.parametrize("twin", [each for each in SENTENCES if each.clean], ids=lambda twin: twin.text[:100])
def test_a_noisy_twin_expects_what_its_clean_sentence_expects(twin: Sentence) -> None:
    clean = next(each for each in SENTENCES if each.text == twin.clean)
    assert clean.clean is None
    assert (twin.topic, twin.gemeente, twin.article) == (clean.topic, clean.gemeente, clean.article)
    assert plain(twin.text) != plain(clean.text)
