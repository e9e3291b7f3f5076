"""The search: typing errors, compounds, places, topics, and honest doubt."""

import pytest
from knowledge_builders import make_areas, make_article

from kit.settings import ROOT
from knowledge import convert
from knowledge.areas import Areas
from knowledge.files import read_content
from knowledge.models import Article
from knowledge.search.index import SearchIndex, Verdict
from knowledge.search.prior import Prior
from knowledge.search.synonyms import Synonyms

# Rarity is learned from the store, so it must hold more than the articles that the tests are about.
OTHERS = [
    make_article(name, *questions.split("; "), topic="starten")
    for name, questions in {
        "kvk": "hoe schrijf ik mij in bij de kvk; inschrijving handelsregister; wat kost inschrijven",
        "rechtsvorm": "eenmanszaak of bv; welke rechtsvorm past bij mij; vof oprichten met een compagnon",
        "btw": "moet ik btw rekenen; aangifte omzetbelasting; kleineondernemersregeling",
        "personeel": "eerste werknemer aannemen; loonheffing voor mijn medewerker; stagiair in mijn bedrijf",
        "bedrijfsplan": "hoe schrijf ik een ondernemingsplan; voorbeeld van een financieel plan",
        "verzekering": "welke verzekeringen heb ik nodig; arbeidsongeschikt als zzp; aansprakelijkheid",
        "naam": "handelsnaam kiezen; mag ik deze bedrijfsnaam gebruiken; merk vastleggen",
        "bankrekening": "zakelijke rekening openen; bank weigert mijn bedrijf; pinnen in de winkel",
        "website": "webwinkel beginnen; regels voor verkopen op internet; privacyverklaring",
        "afval": "bedrijfsafval laten ophalen; waar laat ik karton uit de winkel",
        "reclame": "reclamebord aan de gevel; uithangbord vergunning nodig; vlaggen voor de deur",
        "markt": "standplaats op de weekmarkt; verkopen vanuit een foodtruck",
        "geluid": "muziek in mijn zaak; buren klagen over lawaai; feest na sluitingstijd",
        "milieu": "energie besparen in mijn pand; zonnepanelen op een bedrijfsdak",
        "tender": "inschrijven op een opdracht van de gemeente; aanbesteding vinden",
    }.items()
]
ARTICLES = [
    make_article(
        "microkrediet",
        "kan ik een klein bedrag lenen voor mijn zaak",
        "microkrediet aanvragen",
        "lening voor een starter",
    ),
    make_article(
        "terras",
        "mag ik een terras op de stoep zetten",
        "terrasvergunning aanvragen",
        "stoelen en tafels buiten voor mijn café",
        topic="wegwijzer",
        area="regio",
    ),
    make_article(
        "kapper-aan-huis",
        "mag ik thuis een kapsalon beginnen",
        "knippen in mijn eigen woning",
        topic="werken-aan-huis",
    ),
    make_article(
        "kapper-aan-huis-laren",
        "kapsalon aan huis in laren",
        topic="werken-aan-huis",
        subject="kapper-aan-huis",
        area="laren",
    ),
    make_article("stadsfonds", "geld uit het stadsfonds krijgen", topic="subsidies", area="hilversum"),
    make_article("domfonds", "bijdrage uit het domfonds", topic="subsidies", area="utrecht"),
    make_article("parkeren", "waar parkeren mijn klanten", topic="netwerk-en-buurt"),
    make_article("glasvezel", "snel internet voor mijn pand", topic="netwerk-en-buurt"),
]


SYNONYMS = Synonyms([["lening", "*krediet", "geld lenen"], ["aan huis", "thuis*"], ["kabaal", "lawaai"]])


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return SearchIndex([*ARTICLES, *OTHERS], make_areas(), SYNONYMS)


def first(index: SearchIndex, text: str, **options: str) -> str | None:
    hits = index.rank(text, **options)  # type: ignore[arg-type]
    return hits[0].article.id if hits else None


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("microkrediet aanvragen", "microkrediet"),
        ("MICROKREDIET AANVRAGEN?!", "microkrediet"),
        ("microkredit", "microkrediet"),
        ("krediet", "microkrediet"),
        ("leningen voor starters", "microkrediet"),
        ("teras op stoep", "terras"),
        ("vergunningen voor terrassen", "terras"),
        ("kapsallon thuis beginnen", "kapper-aan-huis"),
        ("thuiskapsalon", "kapper-aan-huis"),
        ("mijn klanten kunnen nergens parkeren", "parkeren"),
        ("kabaal van de buren", "geluid"),
    ],
)
def test_typing_errors_compounds_and_other_endings_find_the_article(
    index: SearchIndex, text: str, article: str
) -> None:
    assert first(index, text) == article


@pytest.mark.parametrize(
    "text", ["mag u thuis een kapsalon beginnen", "En mogen wij thuis een kapsalon beginnen?"]
)
def test_who_is_meant_makes_no_difference_to_a_phrasing(index: SearchIndex, text: str) -> None:
    found = index.search(text)
    assert found.verdict is Verdict.SURE
    assert (found.hits[0].article.subject, found.hits[0].score) == ("kapper-aan-huis", 1)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
def test_every_phrasing_as_it_was_written_gives_a_sure_answer(index: SearchIndex, article: Article) -> None:
    for question in article.questions:
        gemeente = article.area if article.area not in {"landelijk", "regio"} else None
        result = index.search(question.text, gemeente=gemeente)
        assert (result.verdict, result.hits[0].article.id) == (Verdict.SURE, article.id)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "?!",
        "hilversum",
        "1217 AB",
        "wat wordt het weer morgen",
        "xyzzy",
        "🙂",
        "de het een",
    ],
)
def test_what_nobody_wrote_about_finds_nothing(index: SearchIndex, text: str) -> None:
    result = index.search(text)
    assert (result.verdict, result.hits) == (Verdict.NOTHING, [])


def test_one_known_word_among_unknown_ones_is_not_enough_to_be_sure(index: SearchIndex) -> None:
    assert index.search("microkrediet voor een ruimtereis naar de planeet mars").verdict is not Verdict.SURE


def test_a_question_between_two_subjects_offers_both(index: SearchIndex) -> None:
    result = index.search("aanvragen")
    assert result.verdict is Verdict.BETWEEN
    assert {hit.article.subject for hit in result.hits} == {"terras", "microkrediet"}


def test_the_gemeente_chooses_the_version(index: SearchIndex) -> None:
    assert first(index, "mag ik thuis een kapsalon beginnen", gemeente="laren") == "kapper-aan-huis-laren"
    assert first(index, "mag ik thuis een kapsalon beginnen", gemeente="huizen") == "kapper-aan-huis"


def test_a_phrasing_of_one_version_finds_the_version_of_another_gemeente(index: SearchIndex) -> None:
    assert first(index, "kapsalon aan huis", gemeente="huizen") == "kapper-aan-huis"


def test_the_gemeente_in_the_question_counts_when_no_other_is_known(index: SearchIndex) -> None:
    assert first(index, "thuis een kapsalon beginnen in laren") == "kapper-aan-huis-laren"
    assert first(index, "thuis een kapsalon beginnen in laren", gemeente="huizen") == "kapper-aan-huis"


def test_the_name_of_a_place_is_no_reason_to_match(index: SearchIndex) -> None:
    assert index.search("zwembad in laren").verdict is Verdict.NOTHING


def test_an_answer_of_another_gemeente_is_never_given(index: SearchIndex) -> None:
    for gemeente in ("laren", "utrecht", "atlantis"):
        hits = index.search("geld uit het stadsfonds krijgen", gemeente=gemeente).hits
        assert "stadsfonds" not in [hit.article.id for hit in hits]
    assert first(index, "geld uit het stadsfonds krijgen", gemeente="hilversum") == "stadsfonds"


def test_an_answer_for_outside_the_region_is_given_only_there(index: SearchIndex) -> None:
    assert first(index, "bijdrage uit het domfonds") != "domfonds"
    assert first(index, "bijdrage uit het domfonds", gemeente="utrecht") == "domfonds"


def test_the_region_article_is_not_for_outside_the_region(index: SearchIndex) -> None:
    assert first(index, "terrasvergunning aanvragen", gemeente="utrecht") != "terras"


@pytest.mark.parametrize(
    ("text", "gemeente", "needs"),
    [
        ("mag ik thuis een kapsalon beginnen", None, True),
        ("mag ik thuis een kapsalon beginnen", "laren", False),
        ("geld uit het stadsfonds krijgen", None, True),
        ("microkrediet aanvragen", None, False),
        ("terrasvergunning aanvragen", None, False),
    ],
)
def test_it_is_told_when_the_answer_depends_on_the_gemeente(
    index: SearchIndex, text: str, gemeente: str | None, needs: bool
) -> None:
    assert index.search(text, gemeente=gemeente).hits[0].needs_gemeente is needs


def test_the_topic_helps_and_does_not_decide(index: SearchIndex) -> None:
    plain = index.search("stoelen buiten").hits[0].score
    known = index.search("stoelen buiten", prior=Prior.known("wegwijzer"))
    assert known.hits[0].score > plain
    other = index.search("stoelen buiten", prior=Prior.known("financiering"))
    assert other.hits[0].score == plain
    assert first(index, "microkrediet aanvragen", prior=Prior.known("coaching")) == "microkrediet"
    assert first(index, "aanvragen", prior=Prior.known("financiering")) == "microkrediet"
    assert first(index, "aanvragen", prior=Prior.known("wegwijzer")) == "terras"


def test_hits_come_best_first_and_no_more_than_asked(index: SearchIndex) -> None:
    scores = [hit.score for hit in index.search("aanvragen").hits]
    assert len(scores) > 1
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert len(index.search("aanvragen", limit=1).hits) == 1


def test_an_empty_store_finds_nothing() -> None:
    result = SearchIndex([], make_areas()).search("microkrediet aanvragen", gemeente="laren")
    assert (result.verdict, result.hits) == (Verdict.NOTHING, [])


def test_a_topic_is_browsed_for_a_gemeente(index: SearchIndex) -> None:
    def ids(topic: str, gemeente: str | None = None) -> list[str]:
        return [article.id for article in index.browse(topic, gemeente=gemeente)]

    assert ids("werken-aan-huis", "laren") == ["kapper-aan-huis-laren"]
    assert ids("werken-aan-huis", "huizen") == ["kapper-aan-huis"]
    assert ids("subsidies", "laren") == []
    assert ids("subsidies", "utrecht") == ["domfonds"]
    assert ids("netwerk-en-buurt") == ["glasvezel", "parkeren"]
    assert ids("onbekend") == []


@pytest.fixture(scope="module")
def shipped() -> tuple[list[Article], SearchIndex]:
    content = read_content(ROOT / "knowledge" / "content")
    articles = []
    for file in content.articles:
        article = Article()
        convert.fill(article, file)
        articles.append(article)
    areas, synonyms = Areas(content.areas, "gooi-en-vechtstreek"), Synonyms(content.vocabulary.synonyms)
    return articles, SearchIndex(articles, areas, synonyms)


def test_phrasings_of_the_shipped_content_find_their_own_subject(
    shipped: tuple[list[Article], SearchIndex],
) -> None:
    articles, index = shipped
    articles = [article for article in articles if article.language == "nl"]  # people ask in Dutch
    lost = []
    for article in articles:
        gemeente = article.area if make_areas().is_gemeente(article.area) else None
        for question in article.questions:
            hits = index.search(question.text, gemeente=gemeente).hits
            lost += (
                [question.text] if article.subject not in [hit.article.subject for hit in hits[:2]] else []
            )
    assert len(lost) <= 0.01 * sum(len(article.questions) for article in articles), lost


@pytest.mark.parametrize("text", ["in Laren", "hallo", "en dan?", "hoi, goedemorgen", "hoe ver is de maan"])
def test_small_talk_finds_nothing_in_the_shipped_content(
    shipped: tuple[list[Article], SearchIndex], text: str
) -> None:
    assert shipped[1].search(text).verdict is Verdict.NOTHING


@pytest.mark.parametrize("text", ["bbz", "kvk", "subsidie", "terras", "lening", "werken aan huis"])
def test_one_word_is_enough_to_offer_something(shipped: tuple[list[Article], SearchIndex], text: str) -> None:
    assert shipped[1].search(text).verdict is not Verdict.NOTHING
