"""Reading the content folder: good files come in whole, mistakes are told with file, line and field."""

from pathlib import Path
from typing import Any

import pytest
import time_machine
from knowledge_builders import FIELDS, FRAME, put

from kit.settings import ROOT
from knowledge.errors import ContentError, KnowledgeError, Problem
from knowledge.files import read_content, read_frame


def problems(folder: Path) -> list[Problem]:
    with pytest.raises(ContentError) as caught:
        read_content(folder)
    return caught.value.problems


def only_problem(folder: Path) -> Problem:
    found = problems(folder)
    assert len(found) == 1, found
    return found[0]


def test_a_good_folder_is_read_whole(folder: Path) -> None:
    content = read_content(folder)
    assert [article.id for article in content.articles] == ["microkrediet"]
    assert content.areas.regions["gooi"].name == "Gooi en Vechtstreek"
    assert content.vocabulary.trades[0].also == ("kapsalon",)
    assert content.vocabulary.schemes[0].name == "Bbz"
    assert content.replies.root["bye"] == ("Tot ziens.", "Kom terug.")


def test_text_before_the_first_heading_is_the_short_answer(folder: Path) -> None:
    article = read_content(folder).articles[0]
    assert article.short_answer == "U kunt een klein bedrag lenen."
    assert article.details == "## Meer weten\n\nBij een **kredietverstrekker**."


def test_an_article_without_details_is_fine(folder: Path) -> None:
    put(folder, "Alleen dit.\n")
    article = read_content(folder).articles[0]
    assert (article.short_answer, article.details) == ("Alleen dit.", "")


def test_subject_defaults_to_the_id(folder: Path) -> None:
    assert read_content(folder).articles[0].subject == "microkrediet"


def test_windows_line_ends_and_a_byte_order_mark_are_fine(folder: Path) -> None:
    path = folder / "articles/financiering/microkrediet.md"
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_content(folder).articles[0].short_answer == "U kunt een klein bedrag lenen."


@pytest.mark.parametrize("written", ["2013", 2013, "2013-05", "2013-05-31", "onbekend"])
def test_source_dates_are_as_exact_as_the_source(folder: Path, written: object) -> None:
    put(folder, sources=[{"title": "Bron", "document": "Nota", "date": written}])
    assert read_content(folder).articles[0].sources[0].date == str(written)


SOURCE = {"title": "Bron", "date": "2024"}


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"sources": []}, "sources", "mag niet leeg zijn"),
        ({"sources": [SOURCE]}, "sources.0", "een url of een document"),
        ({"sources": [SOURCE | {"url": "ftp://voorbeeld.nl"}]}, "sources.0.url", "http"),
        ({"sources": [SOURCE | {"url": "javascript:alert(1)"}]}, "sources.0.url", "http"),
        ({"sources": [SOURCE | {"url": "https://"}]}, "sources.0.url", "http"),
        ({"sources": [SOURCE | {"url": "https://a.nl/b c"}]}, "sources.0.url", "spaties"),
        ({"sources": [{"date": "2024", "document": "Nota"}]}, "sources.0.title", "ontbreekt"),
        ({"sources": [{"title": "Bron", "document": "Nota"}]}, "sources.0.date", "ontbreekt"),
        ({"sources": [SOURCE | {"document": "Nota", "date": "mei 2024"}]}, "sources.0.date", "JJJJ"),
        ({"sources": [SOURCE | {"document": "Nota", "date": "2024-13"}]}, "sources.0.date", "JJJJ"),
        ({"sources": [SOURCE | {"document": "Nota", "date": "2024-02-30"}]}, "sources.0.date", "JJJJ"),
        ({"questions": []}, "questions", "mag niet leeg zijn"),
        ({"questions": "een vraag"}, "questions", "lijst"),
        ({"questions": [""]}, "questions.0", "leeg"),
        ({"questions": [2024]}, "questions.0", "tekst"),
        ({"valid_until": "2026-02-30"}, "valid_until", "geen bestaande datum"),
        ({"valid_until": "volgend jaar"}, "valid_until", "JJJJ-MM-DD"),
        ({"valid_until": 20270101}, "valid_until", "JJJJ-MM-DD"),
        ({"valid_until": "2027-1-1"}, "valid_until", "JJJJ-MM-DD"),
        ({"valid_until": "2026-01-09"}, "valid_until", "voor valid_from"),
        ({"area": "atlantis"}, "area", "atlantis staat niet in areas.yaml"),
        ({"audience": ["boer"]}, "audience.0", "kies uit"),
        ({"audience": []}, "audience", "mag niet leeg zijn"),
        ({"certainty": "zeker"}, "certainty", "kies uit"),
        ({"status": "online"}, "status", "kies uit"),
        ({"topic": "belasting"}, "topic", "kies uit"),
        ({"subject": "Micro krediet"}, "subject", "vorm"),
        ({"kleur": "rood"}, "kleur", "bestaat niet"),
        ({"title": 2024}, "title", "tekst"),
    ],
)
def test_a_wrong_field_is_named(folder: Path, fields: dict[str, Any], field: str, message: str) -> None:
    put(folder, **fields, at="financiering/microkrediet.md")
    found = only_problem(folder)
    assert found.field == field
    assert message in found.message


@pytest.mark.parametrize("field", FIELDS)
def test_a_missing_field_is_named(folder: Path, field: str) -> None:
    put(folder, without=field, at="financiering/microkrediet.md")
    assert (field, "ontbreekt") in [(found.field, found.message) for found in problems(folder)]


@time_machine.travel("2026-01-09 12:00 +01:00")
def test_a_check_in_the_future_is_refused(folder: Path) -> None:
    assert only_problem(folder).field == "checked_on"


@time_machine.travel("2026-01-09 23:30 +00:00")
def test_a_check_of_today_in_the_netherlands_is_fine(folder: Path) -> None:
    assert read_content(folder).articles


def test_an_article_valid_for_one_day_is_fine(folder: Path) -> None:
    put(folder, valid_until="2026-01-10")
    assert read_content(folder).articles


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ("## Meer weten\n\nAlleen details.\n", "short_answer", "leeg"),
        ("", "short_answer", "leeg"),
        ("woord " * 61, "short_answer", "61 woorden"),
        ("Kort <b>vet</b>.\n", "short_answer", "HTML"),
        ("Kort.\n\n## Meer\n\n<script>alert(1)</script>\n", "details", "HTML"),
        ("Kort.\n\n## Meer\n\n![plaatje](https://voorbeeld.nl/a.png)\n", "details", "afbeeldingen"),
    ],
)
def test_a_wrong_text_is_told_at_the_line_of_the_text(
    folder: Path, body: str, field: str, message: str
) -> None:
    path = put(folder, body)
    found = only_problem(folder)
    assert (found.field, message in found.message) == (field, True)
    lines = path.read_text(encoding="utf-8").split("\n")
    assert found.line == lines.index("---", 1) + 2


def test_sixty_words_fit(folder: Path) -> None:
    put(folder, "woord " * 60)
    assert read_content(folder).articles


def test_the_line_is_that_of_the_field_in_the_file(folder: Path) -> None:
    path = put(folder, area="atlantis")
    lines = path.read_text(encoding="utf-8").split("\n")
    found = only_problem(folder)
    assert lines[found.line - 1] == "area: atlantis"
    assert str(found).startswith(f"articles/financiering/microkrediet.md:{found.line}: area: ")


@pytest.mark.parametrize(
    "text",
    ["title: 'niet gesloten\n", "title: a: b\n", "a:\n - b\n  c: d\n", "title: a\ntitle: b\n", "a: *niets\n"],
)
def test_broken_yaml_is_told_and_not_raised(folder: Path, text: str) -> None:
    path = folder / "articles/financiering/microkrediet.md"
    path.write_text(f"---\n{text}---\nKort.\n", encoding="utf-8")
    found = only_problem(folder)
    assert found.field == "YAML"
    assert found.line >= 2


@pytest.mark.parametrize("text", ["", "Kort.\n", "---\nid: a\n", "id: a\n---\nKort.\n"])
def test_missing_front_matter_is_told(folder: Path, text: str) -> None:
    (folder / "articles/financiering/microkrediet.md").write_text(text, encoding="utf-8")
    assert only_problem(folder).field == "front matter"


def test_front_matter_that_is_a_list_is_told(folder: Path) -> None:
    path = folder / "articles/financiering/microkrediet.md"
    path.write_text("---\n- a\n---\nKort.\n", encoding="utf-8")
    assert only_problem(folder).field == "YAML"


def test_a_file_in_another_encoding_is_told(folder: Path) -> None:
    path = folder / "articles/financiering/microkrediet.md"
    path.write_bytes(path.read_text(encoding="utf-8").replace("klein", "kleiné").encode("latin-1"))
    assert "UTF-8" in only_problem(folder).message


@pytest.mark.parametrize("name", ["microkrediet.md", "financiering/a/b.md", "financiering/artikel.txt"])
def test_an_article_in_the_wrong_place_is_not_passed_over(folder: Path, name: str) -> None:
    path = folder / "articles" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("Kort.", encoding="utf-8")
    assert only_problem(folder).file == f"articles/{name}"


def test_the_id_is_the_file_name(folder: Path) -> None:
    put(folder, id="lening", questions=["iets anders"], at="financiering/krediet.md")
    assert only_problem(folder).field == "id"


def test_the_topic_is_the_folder(folder: Path) -> None:
    put(folder, id="lening", questions=["iets anders"], at="starten/lening.md")
    assert only_problem(folder).field == "topic"


def test_an_id_is_used_once(folder: Path) -> None:
    put(folder, topic="starten", subject="anders", questions=["iets anders"])
    found = only_problem(folder)
    assert "staat ook in articles/financiering/microkrediet.md" in found.message


def test_a_phrasing_belongs_to_one_subject_whatever_its_capitals_and_signs(folder: Path) -> None:
    path = put(folder, id="lening", questions=["nieuw", "Microkrediet, aanvragen?"])
    found = only_problem(folder)
    assert found.field == "questions"
    lines = path.read_text(encoding="utf-8").split("\n")
    assert "Microkrediet, aanvragen" in lines[found.line - 1]


def test_articles_on_one_subject_may_share_a_phrasing(folder: Path) -> None:
    put(folder, id="microkrediet-laren", subject="microkrediet", area="laren")
    assert len(read_content(folder).articles) == 2


def test_one_subject_has_one_article_an_area_at_a_time(folder: Path) -> None:
    put(
        folder, id="microkrediet-2", subject="microkrediet", valid_from="2027-01-10", valid_until="2028-01-10"
    )
    assert only_problem(folder).field == "subject"


@pytest.mark.parametrize(
    "fields", [{"valid_from": "2027-01-11", "valid_until": "2028-01-10"}, {"status": "withdrawn"}]
)
def test_a_successor_or_a_withdrawn_article_is_fine(folder: Path, fields: dict[str, Any]) -> None:
    put(folder, id="microkrediet-2", subject="microkrediet", **fields)
    assert len(read_content(folder).articles) == 2


def test_all_mistakes_of_all_files_come_together(folder: Path) -> None:
    put(folder, id="een", questions=["een"], sources=[])
    put(folder, id="twee", questions=["twee"], valid_until="morgen", area="atlantis")
    put(folder, id="drie", questions=["microkrediet aanvragen"])
    (folder / "replies.yaml").write_text("greet: Dag {naam\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_content(folder)
    assert {found.field for found in caught.value.problems} == {
        "sources",
        "valid_until",
        "questions",
        "greet.0",
    }
    assert len(str(caught.value).split("\n")) == len(caught.value.problems)
    assert isinstance(caught.value, KnowledgeError)


@pytest.mark.parametrize("name", [name for name in FRAME if not name.startswith("moments/")])
def test_a_missing_file_is_told(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert (only_problem(folder).file, only_problem(folder).message) == (name, "ontbreekt")
    with pytest.raises(ContentError):
        read_frame(folder)


def test_a_region_of_unknown_gemeenten_is_refused(folder: Path) -> None:
    text = (folder / "areas.yaml").read_text(encoding="utf-8").replace("[utrecht]", "[utrecht, atlantis]")
    (folder / "areas.yaml").write_text(text, encoding="utf-8")
    assert "atlantis" in only_problem(folder).message


def test_mistakes_in_articles_do_not_keep_the_frame_from_being_read(folder: Path) -> None:
    put(folder, sources=[])
    assert read_frame(folder).articles == ()


def test_the_content_that_ships_holds_no_mistakes() -> None:
    assert read_content(ROOT / "knowledge" / "content").articles
