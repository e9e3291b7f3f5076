"""The places in a message: bare postcodes, huizen and houses, typing errors, two places in one text."""

import pytest
from knowledge_builders import make_areas

from kit.settings import ROOT
from knowledge.areas import Areas
from knowledge.files import read_frame


@pytest.fixture(scope="module")
def areas() -> Areas:
    """Return the areas as they are shipped, seen from their region."""
    return Areas(read_frame(ROOT / "knowledge" / "content").areas, "gooi-en-vechtstreek")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("ik woon in 1271", "huizen"),
        ("bedrijfsunit omgeving 1241", "wijdemeren"),
        ("kantoor gezocht 1211", "hilversum"),
        ("1243 loods gezocht", "wijdemeren"),
        ("woon in 1275 en wil thuis knippen", "huizen"),
        ("mag ik in 1213 beginnen met een salon?", "hilversum"),
        ("iets te huur in de buurt van 1404, liefst een hoekpand", "gooise-meren"),
        ("atelier te huur 1261", "blaricum"),
        ("naaiatelier in de wijk 1222 starten", "hilversum"),
        ("op adres 1251 een praktijk", "laren"),
        ("ruimte rond 3755 voor een yogastudio", "eemnes"),
        ("fietsenmaker in 3572", "utrecht"),
        ("fietsenmaker in 9711", "groningen"),
        ("postcode 1250, welke regels", "laren"),
        ("komt uw collega ook naar 1217 ab?", "hilversum"),
    ],
)
def test_four_digits_where_a_place_would_stand_are_a_postcode(areas: Areas, text: str, slug: str) -> None:
    assert areas.find(text) == slug


@pytest.mark.parametrize(
    "text",
    [
        "1250 euro",
        "lening van € 1260 gezocht",
        "ik heb €1213 over",
        "in 1403 boeken staat het",
        "budget van 1260",
        "sinds 2012",
        "in 1211 dozen ligt mijn voorraad",
        "rond 1250 denk ik",
        "ik kan maximaal 1275",
        "huur 1275",
        "mijn kvk 1213",
        "artikel 1403",
        "1223 volgers maar geen omzet",
        "1217 m2 bedrijfsruimte",
        "een hal bij 1211 meter afstand",
        "omzet 1.250",
        "bel 035 1241",
        "levering op 12-1403",
        "1250 is te veel",
        "1250km",
        "1000 vragen",
        "filiaal in 5611",
    ],
)
def test_an_amount_a_year_or_a_number_is_no_postcode(areas: Areas, text: str) -> None:
    assert areas.find(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "vooroverleg plan huizen",
        "toeristenbelasting huizen",
        "Toeristenbelasting huizen",
        "inloop huizen dinsdag",
        "oude dorp huizen",
        "huizen kapper wil uitbreiden",
        "Huizen kapper wil uitbreiden",
        "schoonmaakbedrijf huizen kvk",
        "winkelpand te huur huizen",
        "is er een fonds van huizen",
        "mijn zaak verhuist naar huizen",
        "ik zoek een makelaar voor horeca huizen",
        "KVK afspraak huizen",
        "Ik moet te huizen een vergunning vragen",
    ],
)
def test_huizen_without_capitals_is_the_gemeente(areas: Areas, text: str) -> None:
    assert areas.find(text) == "huizen"


@pytest.mark.parametrize(
    "text",
    [
        "de huizen daar",
        "nieuwe huizen",
        "goedkope huizen gezocht voor verhuur",
        "twee huizen",
        "ik heb 10 huizen",
        "verkoop huizen",
        "verkoop van huizen",
        "een aantal huizen",
        "oude huizen opknappen",
        "huizen bouwen",
        "ik koop huizen en verhuur ze",
        "ik wil huizen verduurzamen",
        "huizen en appartementen schoonmaken",
        "winkels en huizen",
        "mijn werkplaats zit tussen huizen",
        "kan een smid naast huizen zitten",
        "hoort een bakkerij bij huizen",
        "ons pand ombouwen naar huizen",
        "er staan hier huizen leeg",
        "afstand tussen mijn loods en huizen",
        "huizen te koop",
        "huizen die leeg staan",
        "Wat kost dat? Huizen zijn er genoeg.",
        "Mag mijn broer Kees huizen schilderen",
        "tussen huuizen",
    ],
)
def test_houses_are_no_gemeente(areas: Areas, text: str) -> None:
    assert areas.find(text) is None


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("ik wil een schoenenzaak beginnen hilverum en zoek personeel", "hilversum"),
        ("mijn schoenenwinkel staat in naarde", "gooise-meren"),
        ("welke regels gelden er voor een terras blarikum", "blaricum"),
        ("bakker bussem zoekt een grotere oven en een lening", "gooise-meren"),
        ("jachthaven wijdemeere wil een steiger bouwen", "wijdemeren"),
        ("opslag kortenhoev nodig voor mijn meubels", "wijdemeren"),
        ("ik ben kapster eemnis en wil een stoel verhuren", "eemnes"),
        ("foodtruck utregt vergunning nodig voor de markt", "utrecht"),
        ("studentenkapper groninge zoekt een pand", "groningen"),
        ("mijn salon zit in larne aan de brink", "laren"),
        ("mijn salon zit in huisen aan de haven", "huizen"),
        ("I want to open a shop in hilversem", "hilversum"),
    ],
)
def test_a_typing_error_is_forgiven_anywhere(areas: Areas, text: str, slug: str) -> None:
    assert areas.find(text) == slug


@pytest.mark.parametrize(
    "text",
    [
        "ik bestrijd muizen in pakhuizen",
        "ik knip haren in een salon",
        "ik verkoop garen en stoffen",
        "rondvaren met toeristen",
        "met klanten in bussen rijden",
        "ik werk thuis in huis",
        "een kortere route naar later tijdstip",
        "moet dat op 1211x staan",
        "mijn zaak loopt in larven en insecten",
    ],
)
def test_an_ordinary_word_is_no_typing_error(areas: Areas, text: str) -> None:
    assert areas.find(text) is None


def test_a_name_elsewhere_is_no_typing_error_of_one_nearby(areas: Areas) -> None:
    assert areas.find("ik heb een zaak in Haaren") == "oisterwijk"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("ik woon in Hilversum maar wil een winkel in Bussum", "gooise-meren"),
        ("woon in bussum en wil in laren een zaak openen", "laren"),
        ("wij komen uit Eemnes en willen ons vestigen in Huizen", "huizen"),
        ("ik verhuis mijn praktijk van Huizen naar Blaricum", "blaricum"),
        ("ik woon in hilverum maar mijn kantoor zit in bussem", "gooise-meren"),
        ("niet Laren maar Blaricum", "blaricum"),
        ("winkel in Naarden of Bussum", "gooise-meren"),
    ],
)
def test_of_two_places_that_of_the_business_counts(areas: Areas, text: str, slug: str) -> None:
    assert areas.find(text) == slug


@pytest.mark.parametrize(
    "text",
    [
        "winkel in Bussum of Hilversum",
        "een pand in Laren, Blaricum en Eemnes",
        "wat is het verschil tussen Bussum en Laren",
        "ik woon in Laren, moet ik dan naar Hilversum",
        "eemnes of huizen",
    ],
)
def test_two_places_prove_nothing_when_it_cannot_be_told(areas: Areas, text: str) -> None:
    assert areas.find(text) is None


def test_a_misspelt_place_is_taken_out_of_a_question_too(areas: Areas) -> None:
    assert areas.without_places("winkel in hilverum openen").split() == ["winkel", "in", "openen"]


def test_postcodes_and_typing_errors_follow_the_region() -> None:
    assert make_areas("domstad").find("bakker in 3511") == "utrecht"
    assert make_areas("domstad").find("mijn bakkerij utregt loopt goed") == "utrecht"
