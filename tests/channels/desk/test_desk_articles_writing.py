"""From an empty form to an answer, past everything an editor may do wrong, on both databases."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from article_builders import (
    OPENED,
    PUBLISHED,
    article_form,
    change,
    errors,
    filled,
    offered,
    revisions,
    send,
    stored,
)
from fastapi import FastAPI

from channels.services import Services
from kit.settings import Settings
from knowledge.curation.models import State

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]

NEW = "/desk/articles/new"


@pytest.fixture
def settings(settings: Settings, database_url: str) -> Settings:
    return Settings(**settings.model_dump() | {"database_url": database_url, "_env_file": None})


async def public(app: FastAPI, services: Services, article_id: str) -> httpx.Response:
    """What everybody gets of an article, once this process has looked for changes."""
    await services.library.refresh()
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://voordeur.test") as client:
        return await client.get(f"/v1/articles/{article_id}")


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


async def test_nobody_publishes_an_own_draft(services: Services, browse: Browse) -> None:
    writer = await browse("redactie")
    look = await offered(writer, title="Eigen werk")
    page = (await writer.get(look)).text
    assert "U schreef dit zelf" in page and f"{look}/publish" not in page
    refused = await writer.send(f"{look}/publish", look)
    assert refused.status_code == 400 and "Iemand anders moet dit artikel bekijken" in refused.text
    article = await stored(services, "kapsalon-hilversum")
    assert article and article.title == "Werken aan huis in Hilversum"


async def test_a_region_with_one_editor_publishes_without_a_second(
    services: Services, browse: Browse, settings: Settings
) -> None:
    settings.second_editor = False
    writer = await browse("redactie")
    saved = await change(writer, PUBLISHED, title="Alleen")
    look = saved.headers["location"].split("/edit")[0]
    assert (await writer.send(f"{look}/publish", look)).status_code == 303
    article = await stored(services, "kapsalon-hilversum")
    assert article and article.title == "Alleen"


async def test_a_draft_is_sent_back_with_a_reason_and_offered_again(
    services: Services, browse: Browse
) -> None:
    writer, second = await browse("redactie"), await browse("coordinator")
    look = await offered(writer, title="Eerste poging")
    silent = await second.send(f"{look}/reject", look, note="  ")
    assert silent.status_code == 400 and "wat er moet veranderen" in silent.text
    assert (await second.send(f"{look}/reject", look, note="De datum klopt niet")).status_code == 303
    page = (await writer.get(f"{look}/edit")).text
    assert "Teruggestuurd" in page and "De datum klopt niet" in page
    again = await change(writer, f"{look}/edit", "offer", title="Tweede poging")
    assert again.status_code == 303
    assert (await second.send(f"{look}/publish", look)).status_code == 303
    article = await stored(services, "kapsalon-hilversum")
    assert article and article.title == "Tweede poging"


async def test_somebody_who_saves_later_sees_both_versions_and_loses_nothing(
    services: Services, browse: Browse
) -> None:
    first, second = await browse("redactie"), await browse("coordinator")
    edit = (await change(first, PUBLISHED)).headers["location"].split("?")[0]
    mine = await filled(second, edit, title="Van de tweede", questions="mijn eigen vraag\nnog een vraag")
    assert (await change(first, edit, title="Van de eerste")).status_code == 303
    page = await send(second, edit, **mine)
    assert page.status_code == 409
    assert "Redactie heeft dit concept intussen ook bewaard" in page.text
    assert "Van de eerste" in page.text and 'name="title" value="Van de tweede"' in page.text
    assert "mijn eigen vraag\nnog een vraag</textarea>" in page.text
    [draft] = [each for each in await revisions(services, "kapsalon-hilversum") if each.number is None]
    assert draft.content["title"] == "Van de eerste"
    newer = dict(zip(("base_number", "changed_at"), _seen(page), strict=True))
    assert (await send(second, edit, **mine | newer)).status_code == 303
    [draft] = [each for each in await revisions(services, "kapsalon-hilversum") if each.number is None]
    assert (draft.content["title"], draft.author_name) == ("Van de tweede", "Coordinator")


def _seen(page: httpx.Response) -> list[str]:
    return [dict(OPENED.findall(page.text)).get(name, "") for name in ("base_number", "changed_at")]


async def test_a_version_published_while_somebody_types_is_shown_before_saving(
    services: Services, browse: Browse
) -> None:
    first, second = await browse("redactie"), await browse("coordinator")
    mine = await filled(second, PUBLISHED, title="Van de tweede")
    look = await offered(first, title="Van de eerste")
    assert (await second.send(f"{look}/publish", look)).status_code == 303
    page = await send(second, PUBLISHED, **mine)
    assert page.status_code == 409 and "Intussen is versie" in page.text
    assert "Van de eerste" in page.text and 'name="title" value="Van de tweede"' in page.text
    newer = dict(zip(("base_number", "changed_at"), _seen(page), strict=True))
    assert (await send(second, PUBLISHED, **mine | newer)).status_code == 303


async def test_a_draft_that_was_published_meanwhile_is_not_saved_over(
    services: Services, browse: Browse
) -> None:
    first, second = await browse("redactie"), await browse("coordinator")
    look = await offered(first, title="Aangeboden")
    mine = await filled(first, f"{look}/edit", title="Nog een woord")
    assert (await second.send(f"{look}/publish", look)).status_code == 303
    page = await send(first, f"{look}/edit", **mine)
    assert page.status_code == 409 and 'value="Nog een woord"' in page.text
    assert f'action="{PUBLISHED}"' in page.text
    newer = dict(zip(("base_number", "changed_at"), _seen(page), strict=True))
    saved = await send(first, PUBLISHED, **mine | newer)
    assert saved.status_code == 303 and saved.headers["location"].split("/edit")[0] != look


async def test_of_two_drafts_the_second_is_compared_and_goes_on(services: Services, browse: Browse) -> None:
    first, second = await browse("redactie"), await browse("coordinator")
    ones, others = await offered(first, title="Van de eerste"), await offered(second, title="Van de tweede")
    assert (await second.send(f"{ones}/publish", ones)).status_code == 303
    late = await first.send(f"{others}/publish", others)
    assert late.status_code == 409
    assert "Van de eerste" in late.text and "Van de tweede" in late.text and "Intussen is versie" in late.text
    rebased = await first.send(f"{others}/rebase", others)
    assert rebased.headers["location"] == f"{others}?notice=rebased"
    assert (await second.send(f"{others}/offer", others)).status_code == 303
    assert (await first.send(f"{others}/publish", others)).status_code == 303
    article = await stored(services, "kapsalon-hilversum")
    assert article and article.title == "Van de tweede"


@pytest.mark.parametrize(
    "tampered",
    [{"changed_at": "onzin"}, {"changed_at": "2026-01-01"}, {"changed_at": ""}, {"changed_at": "x" * 9999}],
)
async def test_a_form_that_lost_what_it_had_seen_saves_over_nothing(
    services: Services, browse: Browse, tampered: dict[str, str]
) -> None:
    browser = await browse("redactie")
    edit = (await change(browser, PUBLISHED, title="Bewaard")).headers["location"].split("?")[0]
    page = await change(browser, edit, title="Anders", **tampered)
    assert page.status_code == 409 and "Bewaard" in page.text and "Anders" in page.text
    assert (await change(browser, PUBLISHED, base_number="x")).status_code == 409


async def test_two_new_articles_with_one_id_are_not_mixed_up(services: Services, browse: Browse) -> None:
    await send(await browse("redactie"), NEW, **article_form())
    page = await send(await browse("coordinator"), NEW, **article_form(title="Ook dit id"))
    assert page.status_code == 400 and "Er is al een concept met het id" in errors(page)["id"]
    assert 'value="Ook dit id"' in page.text


async def test_what_breaks_a_rule_of_the_whole_is_not_published(services: Services, browse: Browse) -> None:
    writer, second = await browse("redactie"), await browse("coordinator")
    look = await offered(writer, questions="knippen in mijn garage")
    problem = "&#39;knippen in mijn garage&#39; staat al bij het artikel kapsalon-laren"
    assert problem in (await second.get(look)).text
    page = await second.send(f"{look}/publish", look)
    assert page.status_code == 400 and page.text.count(problem) == 2
    assert (await revisions(services, "kapsalon-hilversum"))[-1].number is None


async def test_withdrawing_needs_a_reason_and_one_editor(
    desk_app: FastAPI, services: Services, browse: Browse
) -> None:
    browser = await browse("redactie")
    silent = await browser.send(f"{PUBLISHED}/withdraw", f"{PUBLISHED}/withdraw", note=" ")
    assert silent.status_code == 400 and "waarom u het artikel intrekt" in silent.text
    done = await browser.send(f"{PUBLISHED}/withdraw", f"{PUBLISHED}/withdraw", note="De regel is vervallen")
    assert done.status_code == 303
    assert (await public(desk_app, services, "kapsalon-hilversum")).status_code in (404, 410)
    history = (await browser.get(f"{PUBLISHED}/history")).text
    assert "De regel is vervallen" in history and "nu ingetrokken" in history


async def test_the_history_shows_differences_and_goes_back(
    desk_app: FastAPI, services: Services, browse: Browse
) -> None:
    writer, second = await browse("redactie"), await browse("coordinator")
    look = await offered(writer, short_answer="Ja, een kapsalon aan huis mag nooit in Hilversum.")
    await second.send(f"{look}/publish", look)
    page = (await writer.get(f"{PUBLISHED}/history")).text
    assert '<ins><span class="unseen">[nieuw: </span>nooit ' in page
    back = await writer.send(f"{PUBLISHED}/roll-back", f"{PUBLISHED}/history", version="1")
    assert back.status_code == 303
    draft = back.headers["location"].split("?")[0]
    assert '<del><span class="unseen">[weg: </span>nooit ' in (await writer.get(draft)).text
    await writer.send(f"{draft}/offer", draft)
    await second.send(f"{draft}/publish", draft)
    answer = (await public(desk_app, services, "kapsalon-hilversum")).json()
    assert answer["shortAnswer"] == "Ja, een kapsalon aan huis mag in Hilversum."


@pytest.mark.parametrize("version", ["99", "x", "", "-1", "9" * 30])
async def test_going_back_to_a_version_that_never_was_is_a_page(browse: Browse, version: str) -> None:
    browser = await browse("redactie")
    assert (await browser.send(f"{PUBLISHED}/roll-back", PUBLISHED, version=version)).status_code == 404


async def test_a_discarded_draft_can_no_longer_be_written_or_published(browse: Browse) -> None:
    writer, second = await browse("redactie"), await browse("coordinator")
    look = await offered(writer, title="Toch niet")
    mine = await filled(writer, f"{look}/edit")
    assert (await second.send(f"{look}/discard", look)).status_code == 303
    assert (await writer.get(f"{look}/edit")).headers["location"] == look
    late = await send(writer, f"{look}/edit", **mine)
    assert late.status_code == 400 and "geen concept meer" in late.text and "Toch niet" in late.text
    for step in ("publish", "offer", "discard", "rebase"):
        refused = await second.send(f"{look}/{step}", look)
        assert refused.status_code == 400 and "Dit kan niet meer" in refused.text, step


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
