"""The form of an article: what it takes, refuses, keeps and previews."""

from collections.abc import Callable
from typing import Any

import pytest
from article_builders import (
    PUBLISHED,
    article_form,
    change,
    errors,
    revisions,
    send,
)
from article_pages import NEW, public
from fastapi import FastAPI

from channels.services import Services
from knowledge.curation.models import State

pytest_plugins = ["desk_fixtures"]
type Browse = Callable[..., Any]


async def test_a_new_article_goes_by_two_editors_to_the_public(
    desk_app: FastAPI, services: Services, browse: Browse
) -> None:
    writer, second = await browse("redactie"), await browse("coordinator")
    saved = await send(writer, NEW, **article_form())
    assert saved.status_code == 303, errors(saved)
    edit = saved.headers["location"].split("?")[0]
    assert (await public(desk_app, services, "lunchroom-aan-huis")).status_code == 404
    draft = await change(writer, edit, "offer", note="Graag nakijken")
    look = draft.headers["location"].split("?")[0]
    page = (await second.get(look)).text
    assert "Graag nakijken" in page and "Redactie" in page and "<strong>niet</strong>" in page
    published = await second.send(f"{look}/publish", look)
    assert published.status_code == 303
    assert "Binnen vijf seconden" in (await second.get(published.headers["location"])).text
    answer = (await public(desk_app, services, "lunchroom-aan-huis")).json()
    assert answer["shortAnswer"] == "Een lunchroom aan huis mag **niet** in Hilversum."
    assert answer["details"].startswith("## Meer weten")


async def test_without_an_id_it_is_made_of_the_title(services: Services, browse: Browse) -> None:
    form = article_form(id="", title="Café  aan zée: mág dat?")
    response = await send(await browse("redactie"), NEW, **form)
    assert "/cafe-aan-zee-mag-dat/" in response.headers["location"]
    [draft] = await revisions(services, "cafe-aan-zee-mag-dat")
    assert draft.content["title"] == "Café aan zée: mág dat?"
    assert draft.content["subject"] == "cafe-aan-zee-mag-dat"


async def test_details_without_a_heading_get_one_so_that_files_can_hold_them(
    services: Services, browse: Browse
) -> None:
    await send(await browse("redactie"), NEW, **article_form(details="Bel de gemeente."))
    [draft] = await revisions(services, "lunchroom-aan-huis")
    assert draft.content["details"] == "## Meer weten\n\nBel de gemeente."


JAVASCRIPT = "[klik](javascript:alert(1))"
BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"title": " "}, "title", "Vul dit in."),
    ({"title": "x" * 201}, "title", "hooguit 200 tekens"),
    ({"id": "Geen Id!"}, "id", "kleine letters"),
    ({"id": "try"}, "id", "naam van een pagina"),
    ({"id": "kapsalon-laren"}, "id", "Er is al een artikel met het id kapsalon-laren"),
    ({"topic": ""}, "topic", "Maak een keuze."),
    ({"topic": "onzin"}, "topic", "Kies een van de mogelijkheden."),
    ({"subject": "Met spaties"}, "subject", "kleine letters"),
    ({"area": ""}, "area", "Maak een keuze."),
    ({"area": "atlantis"}, "area", "bestaat niet"),
    ({"audience": []}, "audience", "ten minste één doelgroep"),
    ({"audience": ["iedereen", "marsmannen"]}, "audience", "Kies een van de mogelijkheden."),
    ({"questions": " \n \n"}, "questions", "ten minste één vraag"),
    ({"questions": "goed\n" + "x" * 501}, "questions", "Regel 2: Gebruik hooguit 500"),
    ({"short_answer": ""}, "short_answer", "Vul dit in."),
    ({"short_answer": "woord " * 61}, "short_answer", "61 woorden"),
    ({"short_answer": "x" * 1001}, "short_answer", "te lang"),
    ({"short_answer": "Ja.\n\n## Kop"}, "short_answer", "Zet een kop met ## bij"),
    ({"short_answer": "<script>alert(1)</script>"}, "short_answer", "HTML mag niet"),
    ({"short_answer": JAVASCRIPT}, "short_answer", "De link naar 'javascript:alert(1)' mag niet"),
    ({"details": "<b>vet</b>"}, "details", "HTML mag niet"),
    ({"details": "![foto](https://x.nl/a.png)"}, "details", "Afbeeldingen mogen niet"),
    ({"details": "[a]\n\n[a]: JaVaScRiPt:alert(1)"}, "details", "mag niet"),
    ({"details": "[desk](/desk/tickets)"}, "details", "mag niet"),
    ({"details": "x" * 20_001}, "details", "te lang: 20001 tekens"),
    ({"source_title": [""], "source_url": [""], "source_date": [""]}, "source-0-title", "zonder bron"),
    ({"source_url": [""]}, "source-0-url", "Geef een webadres, of"),
    ({"source_url": ["javascript:alert(1)"]}, "source-0-url", "https://"),
    ({"source_title": [""]}, "source-0-title", "Vul dit in."),
    ({"source_date": ["gisteren"]}, "source-0-date", "JJJJ"),
    ({"checked_on": ""}, "checked_on", "Vul dit in."),
    ({"checked_on": "21-11-2026"}, "checked_on", "JJJJ-MM-DD"),
    ({"checked_on": "2098-01-01"}, "checked_on", "toekomst"),
    ({"valid_until": "2026-02-30"}, "valid_until", "bestaande datum"),
    ({"valid_until": "2001-01-01"}, "valid_until", "vóór"),
    ({"owner": ""}, "owner", "Maak een keuze."),
    ({"certainty": "zeker"}, "certainty", "Kies een van de mogelijkheden."),
    ({"kind": "onzin"}, "kind", "Kies een van de mogelijkheden."),
    ({"language": "de"}, "language", "Kies een van de mogelijkheden."),
    ({"language": "en"}, "translation_of", "Engels artikel"),
    ({"translation_of": "kapsalon-laren"}, "translation_of", "Engels artikel"),
]


async def test_what_is_wrong_is_said_at_its_field_and_everything_typed_stays(
    services: Services, browse: Browse
) -> None:
    browser = await browse("redactie")
    for number, (change_, control, message) in enumerate(BAD):
        form = article_form(**({"id": f"lunchroom-{number}"} | change_))
        response = await send(browser, NEW, "offer", **form)
        found = errors(response)
        assert response.status_code == 400, change_
        assert message in found.get(control, ""), (change_, found)
        assert list(found) == [control], found
        assert f'<a href="#{control}">' in response.text, control
        assert f'id="{control}"' in response.text, control
        for name in ("title", "questions", "details"):
            typed = form[name].strip().split("\n")[0]
            assert typed.split("<")[0] in response.text, (change_, name)
        assert "<title>Fout: " in response.text
        assert "<script>alert" not in response.text and "<b>vet" not in response.text
        saved = await revisions(services, f"lunchroom-{number}")
        assert [each.state for each in saved] == ([] if control == "id" else [State.DRAFT]), change_


async def test_an_article_keeps_its_id(browse: Browse) -> None:
    browser = await browse("redactie")
    saved = await change(browser, PUBLISHED, id="iets-anders")
    assert saved.headers["location"].startswith(PUBLISHED)


async def test_rows_for_sources_come_and_go_without_losing_text(browse: Browse) -> None:
    browser = await browse("redactie")
    more = await change(browser, PUBLISHED, "add-source", title="Half getypt")
    assert more.status_code == 200 and 'value="Half getypt"' in more.text
    assert "Bron 2" in more.text and 'id="source-1-title" name="source_title"' in more.text
    two = {
        "source_title": ["Eerste", "", "Derde"],
        "source_url": ["https://a.test", "", "https://c.test"],
        "source_document": [""] * 3,
        "source_date": ["2024", "", "2026"],
    }
    fewer = await send(browser, PUBLISHED, "remove-source-0", **article_form(**two))
    assert "Eerste" not in fewer.text and 'value="Derde"' in fewer.text and "Bron 2" in fewer.text
    wrong = await send(browser, NEW, "offer", **article_form(**two | {"source_date": ["2024", "", "x"]}))
    assert list(errors(wrong)) == ["source-2-date"]
    for odd in ("remove-source-99", "remove-source-", "onzin", ""):
        assert (await send(browser, PUBLISHED, odd, **article_form(**two))).status_code == 200


@pytest.mark.parametrize("path", [NEW, "/desk/articles/preview"])
async def test_a_preview_saves_nothing_and_shows_no_unsafe_markdown(
    services: Services, browse: Browse, path: str
) -> None:
    answer = f"**Ja** <script>alert(1)</script> {JAVASCRIPT} <img src=x onerror=alert(1)>"
    shown = await send(await browse("redactie"), path, "preview", **article_form(short_answer=answer))
    assert shown.status_code == 200
    body = shown.text.split('class="bubble"')[1].split("</div>")[0]
    assert "<strong>Ja</strong>" in body
    assert "<script" not in body and "<img" not in body and "href" not in body
    assert await revisions(services, "lunchroom-aan-huis") == []


async def test_a_preview_counts_words_and_says_what_is_still_to_do(browse: Browse) -> None:
    form = article_form(short_answer="een " * 61, owner="")
    text = (await send(await browse("redactie"), "/desk/articles/preview", **form)).text
    assert "<strong>61</strong> van hooguit 60 woorden" in text and "te lang" in text
    assert "Maak een keuze." in text


async def test_odd_signs_are_cleaned_and_never_reach_the_database(services: Services, browse: Browse) -> None:
    form = article_form(title="Nul\x00teken\u200b \ud83d", details="a\x00b\r\n\r\n\r\n\r\nc")
    form = {name: _utf8(value) for name, value in form.items()}
    saved = await send(await browse("redactie"), NEW, **form)
    assert saved.status_code == 303, errors(saved)
    [draft] = await revisions(services, "lunchroom-aan-huis")
    assert draft.content["title"].startswith("Nulteken")
    assert draft.content["details"] == "## Meer weten\n\nab\n\nc"


def _utf8(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


async def test_a_preview_tells_how_hard_the_text_is_to_read(browse: Browse) -> None:
    browser = await browse("redactie")
    hard = "Overeenkomstig bovenstaande vergunningsvoorwaarden dienen ondernemersverenigingen "
    text = (await send(browser, "/desk/articles/preview", **article_form(details=hard * 12))).text
    assert "Leesniveau: te moeilijk" in text
    easy = "Bel de gemeente. Vraag wat mag. Dan weet u het. "
    text = (await send(browser, "/desk/articles/preview", **article_form(details=easy * 8))).text
    assert "Leesniveau: B1" in text


async def test_a_long_article_with_odd_signs_still_fits_in_a_form(browse: Browse) -> None:
    form = article_form(details="## Meer weten\n\n" + "é ü €\n" * 3_300)
    response = await send(await browse("redactie"), NEW, **form)
    assert response.status_code == 303, errors(response)
