"""The check of the content: each rule on an article that breaks it, and the real content."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from knowledge_builders import put

from kit.settings import ROOT
from knowledge.errors import ContentError
from knowledge.files import read_content
from knowledge.quality.check import Report, check

TODAY = date(2026, 11, 21)
UNDATED = [{"title": "Een pagina", "url": "https://voorbeeld.nl/", "date": "onbekend"}]
OLD = [{"title": "Een pagina", "url": "https://voorbeeld.nl/", "date": "2019"}]
HARD = (
    "Ondernemersverenigingen vertegenwoordigen georganiseerde belanghebbenden binnen gemeentelijke "
    "overlegstructuren aangaande bereikbaarheidsvraagstukken en vergunningverleningsprocedures. "
) * 3
GLOSSARY = """\
terms:
  - {term: leges, meaning: Een bedrag., topic: contact, source: &nota {title: a, document: b, date: "2024"}}
  - {term: BOPA, also: [buitenplanse activiteit], meaning: Een vergunning., topic: contact, source: *nota}
  - {term: Bbz, meaning: Hulp voor ondernemers., topic: financiering, article: microkrediet, source: *nota}
"""


def run(folder: Path) -> Report:
    return check(folder, read_content(folder), TODAY)


def errors(folder: Path, text: str, **fields: Any) -> list[str]:
    put(folder, text, **fields)
    return [str(problem) for problem in run(folder).errors]


def remarks(folder: Path, text: str, **fields: Any) -> list[str]:
    put(folder, text, **fields)
    report = run(folder)
    assert report.errors == ()
    return [str(problem) for problem in report.remarks]


def glossary(folder: Path) -> None:
    """Explain two abbreviations, from a source."""
    (folder / "glossary.yaml").write_text(GLOSSARY, encoding="utf-8")


def exceptions(folder: Path, text: str) -> None:
    (folder / "check.yaml").write_text(text, encoding="utf-8")


def test_a_good_article_gives_neither_errors_nor_remarks(folder: Path) -> None:
    assert run(folder) == Report((), ())


ARTICLE = "articles/financiering/microkrediet.md"
BROKEN: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "U leent tot 50.000 euro.",
        {"sources": UNDATED},
        "short_answer",
        "'50.000 euro' heeft geen bron met een",
    ),
    ("De rente is 9,5 procent.", {"sources": UNDATED}, "short_answer", "'9,5 procent' heeft geen bron"),
    ("Dat mag sinds 2015.", {"sources": UNDATED}, "short_answer", "'2015' heeft geen bron"),
    ("Er is geld.\n\n## Meer\n\nHet kost € 25.", {"sources": UNDATED}, "details", "'€ 25' heeft geen bron"),
    ("Dat mag.", {"sources": OLD, "certainty": "laag"}, "short_answer", "de nieuwste bron is uit 2019"),
    (
        "Dat mag.",
        {"checked_on": "2024-04-30", "valid_until": "2026-02-01"},
        "checked_on",
        "ligt voor de datum van de bron",
    ),
    ("Dat mag.", {"valid_until": "2028-02-01"}, "valid_until", "ligt meer dan twee jaar na checked_on"),
    ("Zie [dit](/kennis/bestaat-niet).", {}, "short_answer", "het artikel 'bestaat-niet' bestaat niet"),
    ("Zie [dit](/kennis/begrippen#xyz).", {}, "short_answer", "het begrip 'xyz' staat niet in glossary"),
    ("Zie [dit](http://voorbeeld.nl/).", {}, "short_answer", "gebruik https:// voor http://voorbeeld.nl/"),
    ("Vraag naar mevrouw Jansen.", {}, "short_answer", "'mevrouw Jansen' is een aanspreekvorm"),
    ("Ask for Mrs Jansen.", {}, "short_answer", "'Mrs Jansen' is een aanspreekvorm"),
    ("Vraag naar dhr. J. de Vries.", {}, "short_answer", "'dhr. J. de Vries' is een aanspreekvorm"),
    ("Vraag naar A.B. van Dam.", {}, "short_answer", "'A.B. van Dam' is voorletters met een naam"),
    ("Vraag naar Sanne de Wit.", {}, "short_answer", "'Sanne de Wit' is een voornaam met een achternaam"),
    ("Mail piet.jansen@voorbeeld.nl.", {}, "short_answer", "'piet.jansen@voorbeeld.nl' is een mailadres"),
    ("Bel 06-12345678.", {}, "short_answer", "'06-12345678' is een mobiel nummer"),
    ("Bel +31 6 1234 5678.", {}, "short_answer", "'+31 6 1234 5678' is een mobiel nummer"),
    ("Vraag de XYZQ aan.", {}, "short_answer", "'XYZQ' staat niet in glossary.yaml"),
    ("Dat mag.", {"upl": "ruimtevaartvergunning"}, "upl", "'ruimtevaartvergunning' staat niet in vocabulary"),
    (HARD, {}, "short_answer", "leest te moeilijk voor B1"),
]


@pytest.mark.parametrize(("text", "fields", "field", "message"), BROKEN, ids=lambda value: str(value)[:40])
def test_a_broken_article_is_told_with_file_line_and_field(
    folder: Path, text: str, fields: dict[str, Any], field: str, message: str
) -> None:
    (folder / "vocabulary/upl.yaml").write_text(
        "products: {leges: http://voorbeeld.nl/leges}\n", encoding="utf-8"
    )
    found = errors(folder, text, **fields)
    assert len(found) == 1, found
    place, _, told = found[0].partition(f": {field}: ")
    name, line = place.rsplit(":", 1)
    assert name == ARTICLE
    assert told.startswith(message)
    lines = (folder / ARTICLE).read_text(encoding="utf-8").split("\n")
    beginning = lines[int(line) - 1]
    assert beginning.startswith(f"{field}:") or beginning in text.split("\n") or beginning == text.strip()


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("U leent tot 50.000 euro. De bron heeft geen datum.", {"sources": UNDATED}),
        ("You borrow 50.000 euro. The source has no date.", {"sources": UNDATED}),
        ("De bron zonder datum noemt 5 procent.", {"sources": UNDATED}),
        ("Post: 2011 AB Haarlem, of voorbeeld.nl/2019/pagina.", {"sources": UNDATED}),
        ("Dat mocht in 2019.", {"sources": OLD, "certainty": "laag"}),
        ("Dat mag.", {"sources": OLD, "certainty": "middel"}),
        ("Zie [dit](/kennis/microkrediet) en [alles](/kennis/begrippen) en [zoek](/kennis/zoeken).", {}),
        ("Mail gemeente@huizen.nl of bel (035) 528 19 11 of 14 035 of 0800-8115.", {}),
        ("Post gaat naar Postbus 9900, 1201 GM Hilversum, of zie ECLI:NL:RBLIM:2025:7394.", {}),
        ("Vraag de XYZQ (een soort vergunning) aan.", {}),
        ("Vraag een heel soort vergunning (XYZQ) aan.", {}),
        ("De XYZQ is een vergunning.", {}),
        ("De heer van het huis en mevrouw mogen meedoen.", {}),
    ],
)
def test_what_looks_alike_but_is_fine_passes(folder: Path, text: str, fields: dict[str, Any]) -> None:
    assert errors(folder, text, **fields) == []


def test_a_withdrawn_article_is_left_alone_and_not_linked_to(folder: Path) -> None:
    put(folder, "Vraag naar mevrouw Jansen.", id="oud", questions=["oud"], status="withdrawn")
    assert run(folder).errors == ()
    (found,) = errors(folder, "Zie [oud](/kennis/oud).")
    assert "het artikel 'oud' bestaat niet of wordt niet getoond" in found


def test_a_translation_is_not_measured_with_the_dutch_formula(folder: Path) -> None:
    fields = {"id": "microcredit", "questions": ["small loan"], "language": "en"}
    assert errors(folder, HARD, **fields, translation_of="microkrediet") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ask for a BOPA.", "leg 'BOPA' uit of link naar /kennis/begrippen#bopa"),
        ("Ask for Bbz.", "leg 'Bbz' uit of link naar /kennis/begrippen#bbz"),
        ("Ask for a BOPA (a permit to deviate).", None),
        ("BOPA means that you may deviate.", None),
        ("Ask for a [BOPA](/kennis/begrippen#bopa).", None),
    ],
)
def test_a_translation_explains_a_term_that_the_glossary_has_in_dutch_only(
    folder: Path, text: str, told: str | None
) -> None:
    glossary(folder)
    fields = {"id": "microcredit", "questions": ["small loan"], "language": "en"}
    found = remarks(folder, text, **fields, translation_of="microkrediet")
    assert [each.partition("short_answer: ")[2] for each in found] == ([told] if told else [])


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"checked_on": "2025-11-01"}, "checked_on: had op 2026-11-01 opnieuw bekeken moeten zijn"),
        ({"valid_until": "2026-11-20"}, "valid_until: het artikel is verlopen op 2026-11-20"),
        (
            {"sources": [{"title": "Oud", "url": "http://voorbeeld.nl/", "date": "2024"}]},
            "sources: bestaat deze bron ook met https? http://voorbeeld.nl/",
        ),
    ],
)
def test_what_an_editor_should_look_at_is_a_remark(folder: Path, fields: dict[str, Any], told: str) -> None:
    (found,) = remarks(folder, "Dat mag.", **fields)
    assert found.endswith(told)


@pytest.mark.parametrize(
    ("text", "fields", "exception"),
    [
        (HARD, {}, "readability: {microkrediet: De wet schrijft deze woorden voor.}"),
        ("Het kost 5 euro.", {"sources": UNDATED}, "undated: {microkrediet: De prijs staat op elke pagina.}"),
        ("Dat mag.", {"sources": OLD, "certainty": "laag"}, "old: {microkrediet: Dit verandert nooit meer.}"),
        ("Vraag de XYZQ aan.", {}, "abbreviations: {XYZQ: Iedereen kent deze afkorting.}"),
        ("Zie mevrouw Holle.", {}, "names: {mevrouw Holle: Dit is een figuur uit een sprookje.}"),
    ],
)
def test_an_exception_with_a_reason_is_let_pass(
    folder: Path, text: str, fields: dict[str, Any], exception: str
) -> None:
    assert len(errors(folder, text, **fields)) == 1
    exceptions(folder, exception)
    assert remarks(folder, text, **fields) == []


def test_an_exception_that_is_no_longer_needed_is_a_remark(folder: Path) -> None:
    exceptions(folder, "readability: {microkrediet: De wet schrijft dit voor.}")
    assert remarks(folder, "Dat mag.") == [
        "check.yaml:1: readability: microkrediet heeft geen uitzondering meer nodig"
    ]


@pytest.mark.parametrize(
    "text", ["readability: {microkrediet: ''}", "onzin: {a: een goede reden}", "names: [a]"]
)
def test_an_exception_without_a_reason_or_rule_is_an_error(folder: Path, text: str) -> None:
    exceptions(folder, text)
    with pytest.raises(ContentError, match=r"check\.yaml:1"):
        run(folder)


def test_a_term_that_leads_to_no_article_is_an_error(folder: Path) -> None:
    text = (
        "terms:\n  - term: Bbz\n    meaning: Hulp.\n    topic: financiering\n"
        "    article: verdwenen\n    source: null\n"
    )
    (folder / "glossary.yaml").write_text(text, encoding="utf-8")
    (found,) = run(folder).errors
    assert str(found).startswith("glossary.yaml:5: article: het artikel 'verdwenen' bestaat niet")


def test_the_real_content_passes() -> None:
    folder = ROOT / "knowledge" / "content"
    report = check(folder, read_content(folder), TODAY)
    assert [str(problem) for problem in report.errors] == []


def test_a_term_without_a_source_is_a_remark_at_its_line(folder: Path) -> None:
    glossary(folder)
    with (folder / "glossary.yaml").open("a", encoding="utf-8") as file:
        file.write("  - term: cao\n    meaning: Een afspraak.\n    topic: contact\n    source: null\n")
    assert remarks(folder, "Dat mag.") == ["glossary.yaml:5: source: 'cao' heeft nog geen bron"]
