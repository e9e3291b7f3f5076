"""The development set: sound itself, unknown to the content, and answered no worse than it was."""

import pytest

from benchmarks.search.engines import own_engine, sqlite_engine
from benchmarks.search.pairs import Pair, read_pairs
from benchmarks.search.quality import Answered, ask
from benchmarks.search.store import Store
from knowledge.sameness import bare
from knowledge.search.prior import Prior

PAIRS = read_pairs()


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.shipped()


@pytest.fixture(scope="module", params=["topic unknown", "topic known"])
def answered(request: pytest.FixtureRequest, store: Store) -> tuple[str, list[Answered]]:
    known = request.param == "topic known"
    engine = own_engine(store.index(), lambda pair: Prior.known(pair.topic if known else None))
    return request.param, ask(engine, PAIRS)


def first(answered: list[Answered]) -> float:
    return sum(one.rank == 1 for one in answered) / len(answered)


def test_there_are_enough_pairs_of_every_topic() -> None:
    topics = [pair.topic for pair in PAIRS]
    assert len(PAIRS) >= 300
    assert min(topics.count(topic) for topic in set(topics)) >= 40


def test_no_question_is_asked_twice() -> None:
    questions = [bare(pair.question) for pair in PAIRS]
    assert [one for one in questions if questions.count(one) > 1] == []


def test_every_pair_names_articles_of_its_topic_and_a_gemeente_that_exist(store: Store) -> None:
    topics = {article.id: article.topic for article in store.articles}

    def sound(pair: Pair) -> bool:
        known = pair.gemeente is None or store.areas.is_gemeente(pair.gemeente)
        return known and topics.get(pair.articles[0]) == pair.topic and set(pair.articles) <= topics.keys()

    assert [pair for pair in PAIRS if not sound(pair)] == []


def test_no_question_stands_in_the_content(store: Store) -> None:
    phrasings = {bare(text) for file in store.files for text in (file.title, *file.questions)}
    assert [pair.question for pair in PAIRS if bare(pair.question) in phrasings] == []


def test_the_right_article_comes_first_as_often_as_it_did(answered: tuple[str, list[Answered]]) -> None:
    name, ours = answered
    assert first(ours) >= {"topic unknown": 0.85, "topic known": 0.89}[name]


def test_a_wrong_answer_is_hardly_ever_a_sure_one(answered: tuple[str, list[Answered]]) -> None:
    assert sum(one.wrong_and_sure for one in answered[1]) <= 0.02 * len(PAIRS)


def test_it_beats_plain_full_text_search(store: Store, answered: tuple[str, list[Answered]]) -> None:
    plain = ask(sqlite_engine(store.articles, store.areas), PAIRS)
    assert first(answered[1]) > first(plain) + 0.05
