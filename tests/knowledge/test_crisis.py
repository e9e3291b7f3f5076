"""Words that may mean that somebody thinks of ending their life are heard, and ordinary business is not."""

import pytest

from kit.settings import get_settings
from knowledge.crisis import Crisis
from knowledge.files import read_content, read_frame


@pytest.fixture(scope="module")
def crisis() -> Crisis:
    return Crisis(read_frame(get_settings().content_dir).vocabulary.crisis)


@pytest.mark.parametrize(
    "text",
    [
        "Ik wil niet meer leven",
        "ik wil echt niet meer verder leven zo",
        "IK WIL DOOD",
        "soms denk ik aan zelfmoord door die schulden",
        "ik ben suïcidaal",
        "was ik maar dood dan was iedereen van de ellende af",
        "misschien is mijn gezin wel beter af zonder mij",
        "Ik zie het leven niet meer zitten. Wat nu?",
        "ik ga mezelf iets aandoen",
        "ik denk erover om uit het leven te stappen",
        "ik ga er vandaag nog een eind aan maken",
        "i want to die",
    ],
)
def test_despair_is_heard(crisis: Crisis, text: str) -> None:
    assert crisis.heard_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "kan ik van mijn bedrijf leven?",
        "mijn winkel loopt dood, wat nu",
        "er is een doodlopende straat voor mijn pand",
        "ik wil mijn bedrijf beëindigen",
        "hoe maak ik een einde aan mijn huurcontract",
        "ik wil levensmiddelen verkopen",
        "het terras staat voor de treinhalte",
        "mag ik een uitvaartonderneming starten?",
        "ik lig wakker van mijn schulden",
        "",
    ],
)
def test_business_is_no_despair(crisis: Crisis, text: str) -> None:
    assert not crisis.heard_in(text)


def test_the_answer_is_an_article_that_is_served_everywhere() -> None:
    content = read_content(get_settings().content_dir)
    article = next(each for each in content.articles if each.id == content.vocabulary.crisis.article)
    assert (article.area, article.status) == ("landelijk", "published")
    assert "113" in article.short_answer
