"""Numbers, sizes, shares and amounts in the Dutch of people."""

import pytest

from knowledge.checks import quantities
from knowledge.checks.words import says_unknown, yes_or_no


def found(text: str) -> list[tuple[float, str | None]]:
    return [(round(one.value, 2), one.unit) for one in quantities.find(quantities.spelled(text))]


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("20 m2", 20),
        ("20m2", 20),
        ("20 m²", 20),
        ("20 M2", 20),
        ("20 vierkante meter", 20),
        ("twintig vierkante meter", 20),
        ("vijfentwintig m2", 25),
        ("drieëntwintig m²", 23),
        ("honderdtwintig vierkante meter", 120),
        ("honderd en twintig m2", 120),
        ("een kamer van 4 bij 5", 20),
        ("een kamer van vier bij vijf", 20),
        ("4 bij 5 meter", 20),
        ("4x5", 20),
        ("4 x 5 m", 20),
        ("3,5 x 4 m", 14),
        ("3.5 bij 4", 14),
        ("drieënhalf bij vier", 14),
        ("anderhalf bij twee meter", 3),
        ("2 m bij 3 m", 6),
        ("12,5 m2", 12.5),
        ("1.200 m2", 1200),
        ("0 m2", 0),
        ("nul m2", 0),
        ("-5 m2", -5),
        ("min 20 m2", -20),
    ],
)
def test_areas_are_read(text: str, area: float) -> None:
    assert found(text) == [(area, "m2")]


@pytest.mark.parametrize(
    ("text", "percentage"),
    [
        ("33%", 33),
        ("33 procent", 33),
        ("33,3 procent", 33.3),
        ("een derde", 33.33),
        ("een derde van het huis", 33.33),
        ("1/3", 33.33),
        ("twee derde", 66.67),
        ("een kwart", 25),
        ("een vierde", 25),
        ("driekwart", 75),
        ("de helft", 50),
        ("de helft van mijn woning", 50),
        ("een halve woning", 50),
        ("½", 50),
        ("een vijfde", 20),
        ("twintig procent", 20),
    ],
)
def test_shares_are_read(text: str, percentage: float) -> None:
    assert found(text) == [(percentage, "percent")]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("€ 10.000", 10_000),
        ("€10.000,-", 10_000),
        ("10000 euro", 10_000),
        ("10.000 euro", 10_000),
        ("tienduizend euro", 10_000),
        ("25k", 25_000),
        ("25 k", 25_000),
        ("tien mille", 10_000),
        ("vijfentwintigduizend euro", 25_000),
        ("25 duizend euro", 25_000),
        ("2,5 ton", 250_000),
        ("anderhalve ton", 150_000),
        ("een ton", 100_000),
        ("1 miljoen", 1_000_000),
        ("€ 1.234,56", 1234.56),
        ("-500 euro", -500),
        ("€ -500", -500),
    ],
)
def test_amounts_are_read(text: str, amount: float) -> None:
    assert found(text) == [(amount, "euro")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("€ 1.500 per maand", (1500, "euro-per-maand")),
        ("1500 per maand", (1500, "euro-per-maand")),
        ("18.000 euro per jaar", (1500, "euro-per-maand")),
        ("150 euro per m2", (150, "euro-per-m2")),
        ("150 euro per m2 per jaar", (150, "euro-per-m2")),
        ("€ 12,50 per vierkante meter per maand", (150, "euro-per-m2")),
        ("2 medewerkers", (2, "personen")),
        ("drie mensen", (3, "personen")),
        ("zes opvangkinderen", (6, "kinderen")),
        ("5 bedden", (5, "bedden")),
        ("twee kamers", (2, "kamers")),
        ("3 nachten", (3, "nachten")),
        ("10 minuten", (10, "minuten")),
        ("4,5 meter", (4.5, "meter")),
        ("milieucategorie 3", (3, "categorie")),
        ("cat. 2", (2, "categorie")),
        ("12", (12, None)),
    ],
)
def test_other_units_are_read(text: str, expected: tuple[float, str | None]) -> None:
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    ["", "geen getal", "een kamer in huizen", "half uur", "m2", "bij de buren", "ik weet het niet", "x"],
)
def test_texts_without_a_quantity_give_none(text: str) -> None:
    assert found(text) == []


def test_several_quantities_are_read_from_left_to_right() -> None:
    assert found("kamer van 4 bij 5, huis 120 m2, 2 medewerkers en € 500") == [
        (20, "m2"),
        (120, "m2"),
        (2, "personen"),
        (500, "euro"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "ja",
        "Ja!",
        "jazeker",
        "ja hoor",
        "jawel",
        "yep",
        "klopt",
        "dat klopt",
        "zeker wel",
        "zeker weten",
        "inderdaad",
        "natuurlijk",
        "ja, maar niet veel",
        "soms",
        "af en toe",
        "een beetje",
        "ok",
        "oké",
        "nou ja, soms",
        "ik denk het wel",
        "volgens mij wel",
    ],
)
def test_yes_in_many_words(text: str) -> None:
    assert yes_or_no(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "nee",
        "Nee.",
        "nee hoor",
        "neen",
        "nope",
        "nee, nooit",
        "niet",
        "geen",
        "helemaal niet",
        "ik denk het niet",
        "volgens mij niet",
        "klopt niet",
        "zeker niet",
        "natuurlijk niet",
        "nooit",
        "niemand",
        "dat kan niet",
        "nou nee",
        "nee, wel later misschien",
    ],
)
def test_no_in_many_words(text: str) -> None:
    assert yes_or_no(text) is False


@pytest.mark.parametrize("text", ["", "kapper", "20 m2", "huizen", "janneke", "noord", "neerzetten"])
def test_other_words_are_neither_yes_nor_no(text: str) -> None:
    assert yes_or_no(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "weet ik niet",
        "Ik weet het niet.",
        "dat weet ik nog niet",
        "weet ik niet precies",
        "ik weet het echt niet",
        "geen idee",
        "geen flauw idee",
        "onbekend",
        "?",
        "???",
        "dat zou ik niet weten",
        "ik zou het niet kunnen zeggen",
        "kan ik niet zeggen",
        "ik durf het niet te zeggen",
        "overslaan",
        "sla maar over",
        "pas",
        "weet ik veel",
        "nog niet bekend",
        "ik weet niet hoe groot het is",
    ],
)
def test_not_knowing_in_many_words(text: str) -> None:
    assert says_unknown(text)


@pytest.mark.parametrize(
    "text",
    ["", "nee", "niet", "dat kan niet", "20 m2", "ik weet het zeker: ja", "niemand", "bekend", "paspoort"],
)
def test_an_answer_is_not_taken_for_not_knowing(text: str) -> None:
    assert not says_unknown(text)
