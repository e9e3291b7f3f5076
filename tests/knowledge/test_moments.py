"""Moments that go before an answer are heard, in many words, and ordinary business is not one of them."""

from pathlib import Path

import pytest
from knowledge_builders import make_folder

from assistant.actions.turn import MOMENTS
from kit.settings import get_settings
from knowledge.errors import ContentError
from knowledge.files import read_content, read_frame
from knowledge.moments import Moments


@pytest.fixture(scope="module")
def moments() -> Moments:
    return Moments(read_frame(get_settings().content_dir).moments)


def heard(moments: Moments, text: str) -> str:
    moment = moments.before(text)
    return moment.id if moment else ""


@pytest.mark.parametrize(
    "text",
    [
        "Ik wil niet meer leven",
        "ik wil echt niet meer verder leven zo",
        "IK WIL DOOD",
        "soms denk ik aan zelfmoord door die schulden",
        "soms denk ik aan zelfmoort",
        "ik ben suïcidaal",
        "was ik maar dood dan was iedereen van de ellende af",
        "misschien is mijn gezin wel beter af zonder mij",
        "Ik zie het leven niet meer zitten. Wat nu?",
        "ik ga mezelf iets aandoen",
        "ik denk erover om uit het leven te stappen",
        "ik ga er vandaag nog een eind aan maken",
        "de deurwaarder komt morgen, ik wil niet meer leven",
        "i want to die",
    ],
)
def test_despair_is_heard_before_anything_else(moments: Moments, text: str) -> None:
    assert heard(moments, text) == "crisis"


@pytest.mark.parametrize(
    "text",
    [
        "Er staat morgen een deurwaarder voor de deur van mijn zaak",
        "de deurwarder is geweest",
        "de belastingdienst heeft beslag gelegd op onze rekening",
        "kan me personeel niet meer betale",
        "wij kunnen de huur van onze winkel al drie maanden niet opbrengen",
        "ik weet niet meer hoe ik de huur moet betalen",
        "we gaan kopje onder",
        "het water staat me aan de lippen",
        "ik dreig faliet te gaan",
        "Ik kan de btw niet afdragen. Wat nu?",
        "mijn klant betaalt niet en nu kan ik het loon van mijn mensen niet betalen",
        "het geld is op en de rekeningen blijven komen",
    ],
)
def test_heavy_money_trouble_is_heard(moments: Moments, text: str) -> None:
    assert heard(moments, text) == "money-trouble"


@pytest.mark.parametrize(
    "text",
    [
        "Garandeert u dat het mag?",
        "mag ik dit als toezegging zien",
        "kunt u mij beloven dat de vergunning er komt",
        "is uw antwoord bindend",
        "weet u dat 100% zeker",
        "kunt u schriftelijk bevestigen dat ik mag beginnen",
        "bent u aansprakelijk als dit niet klopt",
    ],
)
def test_asking_for_a_promise_is_heard(moments: Moments, text: str) -> None:
    assert heard(moments, text) == "promise"


@pytest.mark.parametrize(
    "text",
    [
        "kan ik iemand zwart laten werken",
        "hoe omzeil ik de vergunningplicht",
        "kan ik verbouwen zonder dat de gemeente het merkt",
        "hoe kom ik onder de btw uit",
        "kan ik de omzet gewoon niet opgeven",
        "wat als de gemeente er niet achter komt",
        "kan ik een factuur vervalsen",
    ],
)
def test_asking_how_to_evade_a_rule_is_heard(moments: Moments, text: str) -> None:
    assert heard(moments, text) == "evasion"


@pytest.mark.parametrize(
    "text", ["wat een waardeloze bot", "jij bent echt een sukkel", "rot toch op man", "stom ding"]
)
def test_scolding_is_heard(moments: Moments, text: str) -> None:
    assert heard(moments, text) == "scolding"


@pytest.mark.parametrize(
    "text",
    [
        "ik heb kanker en wil weten of ik bbz kan krijgen",
        "mijn man heeft een herseninfarct gehad, wat nu met de zaak",
        "ik zit thuis met een burn-out",
        "sinds mijn diagnose kan ik minder werken",
        "ik lig in het ziekenhuis",
    ],
)
def test_an_illness_is_private_and_keeps_nobody_from_an_answer(moments: Moments, text: str) -> None:
    assert [each.id for each in moments.private(text)] == ["medical"]
    assert moments.before(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "kan ik van mijn bedrijf leven?",
        "mijn winkel loopt dood, wat nu",
        "er is een doodlopende straat voor mijn pand",
        "ik wil mijn bedrijf beëindigen",
        "hoe maak ik een einde aan mijn huurcontract",
        "het terras staat voor de treinhalte",
        "mag ik een uitvaartonderneming starten?",
        "hoe kan ik geld lenen voor mijn bedrijf",
        "hoeveel rente betaal ik over een lening",
        "hoe betaal ik mijn personeel uit",
        "een klant betaalt zijn rekening niet",
        "mijn klant is failliet wat nu",
        "ik wil een failliete winkel overnemen",
        "wat doet een deurwaarder",
        "kan mijn huis worden afgepakt als mijn zaak failliet gaat",
        "de huur is te hoog, zijn er goedkopere panden",
        "geeft de overheid garantie op mijn lening",
        "kan de gemeente mij vooraf een toezegging geven",
        "zwart-wit reclamebord",
        "ik wil een zwarte gevel, mag dat",
        "mag ik werken zonder vergunning",
        "ik open een praktijk voor mensen met adhd",
        "ik wil een coachpraktijk voor burn-out beginnen",
        "mijn medewerker is ziek, wat moet ik doen",
        "ik ben fysiotherapeut en zoek een praktijkruimte",
        "",
    ],
)
def test_ordinary_business_is_no_moment(moments: Moments, text: str) -> None:
    assert heard(moments, text) == ""
    assert moments.private(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the bailiff is at the door of my shop", "money-trouble"),
        ("I can't pay the rent of my salon anymore", "money-trouble"),
        ("we are going bankrupt", "money-trouble"),
        ("can you guarantee that I get the permit", "promise"),
        ("is this answer legally binding?", "promise"),
        ("can I rent it out without the municipality knowing", "evasion"),
        ("how do I get around the zoning rules", "evasion"),
        ("what a useless bot", "scolding"),
        ("how much tax do I pay as a freelancer", ""),
        ("can I pay my rent with a loan", ""),
        ("which permits do I need for a food truck", ""),
        ("do I have to report my income to the UWV", ""),
    ],
)
def test_moments_are_heard_in_english(moments: Moments, text: str, name: str) -> None:
    assert heard(moments, text) == name


def test_a_model_that_is_sure_hears_what_no_list_holds(moments: Moments) -> None:
    plain = "zo gaat het niet langer met de winkel"
    assert moments.before(plain) is None
    assert moments.before(plain, {"money_trouble": 0.2}) is None
    read = moments.before(plain, {"money_trouble": 0.9})
    assert read and read.id == "money-trouble"


def test_the_gravest_of_what_the_list_and_the_model_hear_is_met(moments: Moments) -> None:
    heard = moments.before("de deurwaarder staat bij mij voor de deur", {"crisis": 0.9})
    assert heard and heard.id == "crisis"


def test_every_intent_of_a_moment_is_one_that_the_assistant_knows() -> None:
    files = read_frame(get_settings().content_dir).moments
    assert {file.intent for file in files.values() if file.intent} == MOMENTS


@pytest.mark.parametrize("name", ["crisis", "money-trouble"])
def test_the_answer_is_an_article_that_is_served_everywhere(name: str) -> None:
    content = read_content(get_settings().content_dir)
    article = next(each for each in content.articles if each.id == content.moments[name].article)
    assert (article.area, article.status) == ("landelijk", "published")
    assert "113" in article.short_answer or "0800-8115" in article.short_answer


@pytest.mark.parametrize(
    ("text", "field", "line"),
    [
        ("rank: 1\nmanner: hard\nreply: greet\nphrases: [a]\n", "manner", 2),
        ("rank: 1\nmanner: help\nreply: zomaar\nphrases: [a]\n", "reply", 3),
        ("rank: 1\nmanner: help\nreply: greet\nphrases: []\n", "phrases", 4),
        ("manner: help\nreply: greet\nphrases: [a]\n", "rank", 1),
    ],
)
def test_a_mistake_in_a_moment_is_told_with_its_line(
    tmp_path: Path, text: str, field: str, line: int
) -> None:
    folder = make_folder(tmp_path)
    (folder / "moments" / "fout.yaml").write_text(text)
    with pytest.raises(ContentError) as error:
        read_content(folder)
    [problem] = error.value.problems
    assert (problem.file, problem.field, problem.line) == ("moments/fout.yaml", field, line)


@pytest.mark.parametrize(
    ("text", "evasion", "met"),
    [
        ("mijn spullen verkopen voordat de deurwaarder aan de deur staat", 0.9, "evasion"),
        ("mijn spullen verkopen voordat de deurwaarder aan de deur staat", 0.4, "money-trouble"),
        ("ik wil dood, de deurwaarder staat voor de deur", 0.9, "crisis"),
    ],
)
def test_what_the_model_surely_reads_goes_before_words_of_another_but_not_before_despair(
    moments: Moments, text: str, evasion: float, met: str
) -> None:
    moment = moments.before(text, {"evasion": evasion})
    assert moment and moment.id == met


@pytest.mark.parametrize(
    "text",
    [
        "het ruikt naar een gaslek in de flat",
        "help onze kleuter is weggelopen op de markt",
        "help BRAND in mijn werkplaats",
        "de winkel hiernaast staat in brand",
        "mijn klant ligt bewusteloos op de vloer",
        "my kitchen is on fire",
    ],
)
def test_danger_is_heard(moments: Moments, text: str) -> None:
    assert heard(moments, text) == "danger"


@pytest.mark.parametrize(
    "text",
    [
        "er is brand geweest in mijn winkel, waar vind ik tijdelijke ruimte",
        "welke brandverzekering heb ik nodig",
        "brand in de werkplaats en de verzekering keert niet uit",
        "mijn kind is zijn hobby kwijt",
        "ik heb een hartaanval gehad en kan niet werken",
        "mag ik een vuurkorf op mijn terras",
    ],
)
def test_danger_that_is_over_or_none_is_not(moments: Moments, text: str) -> None:
    assert heard(moments, text) != "danger"
