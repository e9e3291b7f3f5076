"""An index in which a few articles changed: the same answers as one that was built anew."""

import random
from collections.abc import Sequence

import pytest
from knowledge_builders import make_areas, make_article

from kit.settings import ROOT
from knowledge import convert
from knowledge.areas import Areas
from knowledge.files import Content, read_content
from knowledge.models import Article
from knowledge.schemas import ArticleFile
from knowledge.search.index import SearchIndex, Verdict
from knowledge.search.prior import Prior
from knowledge.search.synonyms import Synonyms

ASKED = [
    "ik wil geld lenen voor mijn zaak",
    "terrasvergunning aanvragen",
    "kapsallon aan huis beginnen in huizen",
    "wat is bbz",
    "mijn pand staat leeg",
    "waar kan ik parkeeren met mijn klanten",
    "subsidie voor zonnepanelen",
    "de buren klagen over herrie",
    "hoe lang duurt een vergunning",
    "zwembad",
]


def found(index: SearchIndex, text: str, **options: str) -> list[str]:
    return [hit.article.id for hit in index.search(text, **options).hits]  # type: ignore[arg-type]


def small() -> SearchIndex:
    articles = [
        make_article("microkrediet", "klein bedrag lenen", "microkrediet aanvragen"),
        make_article("terras", "terras op de stoep", "terrasvergunning aanvragen", topic="wegwijzer"),
        make_article("kapper", "kapsalon aan huis", subject="aan-huis", topic="werken-aan-huis"),
        make_article("kapper-laren", "kapsalon in laren", subject="aan-huis", area="laren"),
        make_article("kvk", "inschrijven bij de kvk", "wat kost inschrijven", topic="starten"),
    ]
    return SearchIndex(articles, make_areas())


def test_a_new_article_is_found_and_the_index_before_it_does_not_know_it() -> None:
    before = small()
    after = before.changed([make_article("glasvezel", "snel internet voor mijn pand")])
    assert found(after, "snel internet voor mijn pand") == ["glasvezel"]
    assert "glasvezel" not in found(before, "snel internet voor mijn pand")


def test_an_article_that_was_rewritten_is_found_by_its_new_words_only() -> None:
    after = small().changed([make_article("kvk", "schrijf mij in het handelsregister", topic="starten")])
    result = after.search("schrijf mij in het handelsregister")
    assert (result.verdict, result.hits[0].article.id) == (Verdict.SURE, "kvk")
    assert after.search("wat kost inschrijven").verdict is not Verdict.SURE


def test_an_article_that_is_gone_is_not_found_and_its_subject_keeps_the_others() -> None:
    after = small().changed([], ["kapper-laren", "kvk", "bestaat-niet"])
    assert found(after, "inschrijven bij de kvk") == []
    assert found(after, "kapsalon aan huis", gemeente="laren") == ["kapper"]


def test_an_article_that_moves_to_another_subject_leaves_the_first_one() -> None:
    moved = make_article("kapper-laren", "knippen in laren", subject="knippen", area="laren")
    after = small().changed([moved])
    assert found(after, "kapsalon aan huis", gemeente="laren") == ["kapper"]
    assert found(after, "knippen", gemeente="laren") == ["kapper-laren"]


def test_the_answer_for_a_gemeente_follows_when_it_was_asked_before() -> None:
    before = small()
    assert found(before, "kapsalon aan huis", gemeente="huizen")[0] == "kapper"
    own = make_article("kapper-huizen", "salon in huizen", subject="aan-huis", area="huizen")
    assert found(before.changed([own]), "kapsalon aan huis", gemeente="huizen")[0] == "kapper-huizen"
    assert found(before, "kapsalon aan huis", gemeente="huizen")[0] == "kapper"


def test_an_english_article_is_not_found_in_dutch_questions() -> None:
    english = make_article("terras-en", "terrace permit", language="en", translation_of="terras")
    after = small().changed([english])
    assert found(after, "terrace permit") == []
    assert "terras-en" not in [article.id for article in after.browse("wegwijzer")]


def test_everything_can_go_and_come_back() -> None:
    index = small()
    empty = index.changed([], ["microkrediet", "terras", "kapper", "kapper-laren", "kvk"])
    assert found(empty, "microkrediet aanvragen") == []
    again = empty.changed([make_article("terras", "terras op de stoep", topic="wegwijzer")])
    assert found(again, "terras op de stoep") == ["terras"]


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content(ROOT / "knowledge" / "content")


def as_article(file: ArticleFile) -> Article:
    article = Article()
    convert.fill(article, file)
    return article


def rewritten(file: ArticleFile, chance: random.Random) -> ArticleFile:
    """Give an article fewer phrasings, details of half the length, and words that nobody wrote before."""
    half = file.details[: len(file.details) // 2]
    new = "".join(chance.choices("aeioubdkmnprst", k=9))
    return file.model_copy(update={"questions": (*file.questions[::2], f"hoe werkt {new}"), "details": half})


def assert_alike(changed: SearchIndex, anew: SearchIndex, asked: Sequence[str]) -> None:
    for text in asked:
        for options in ({}, {"prior": Prior.known("financiering")}, {"gemeente": "laren"}):
            ours, theirs = changed.rank(text, **options), anew.rank(text, **options)  # type: ignore[arg-type]
            assert [hit.article.id for hit in ours] == [hit.article.id for hit in theirs], text
            assert [hit.score for hit in ours] == pytest.approx([hit.score for hit in theirs], abs=1e-5)


@pytest.mark.parametrize("a_time", [1, 8, 60], ids=["one by one", "some at a time", "more than a tenth"])
def test_after_many_changes_ranking_and_scores_are_those_of_an_index_built_anew(
    content: Content, a_time: int
) -> None:
    chance = random.Random(a_time)
    areas, synonyms = Areas(content.areas, "gooi-en-vechtstreek"), Synonyms(content.vocabulary.synonyms)
    files = {file.id: file for file in content.articles if file.language == "nl"}
    absent = chance.sample(sorted(files), 3 * a_time)
    present = {key: file for key, file in files.items() if key not in absent}
    index = SearchIndex(map(as_article, present.values()), areas, synonyms)
    for _ in range(3):
        new = {key: files[key] for key in (absent.pop() for _ in range(a_time))}
        others = {key: rewritten(present[key], chance) for key in chance.sample(sorted(present), a_time)}
        gone = chance.sample(sorted(present.keys() - others.keys()), a_time)
        index = index.changed([as_article(file) for file in (*new.values(), *others.values())], gone)
        present = {key: file for key, file in (present | new | others).items() if key not in gone}
    anew = SearchIndex(map(as_article, present.values()), areas, synonyms)
    phrasings = [file.questions[-1] for file in chance.sample(list(present.values()), 30)]
    lost = [files[key].questions[0] for key in gone]
    assert_alike(index, anew, [*ASKED, *phrasings, *lost[:10]])
