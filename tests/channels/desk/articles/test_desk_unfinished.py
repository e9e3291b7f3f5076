"""A draft that is not an article yet: kept as it was typed, told what it lacks, offered to nobody."""

from collections.abc import Callable
from typing import Any

import pytest
from article_builders import (
    PUBLISHED,
    article_form,
    change,
    errors,
    filled,
    revisions,
    send,
    stored,
)
from article_pages import NEW

from channels.services import Services
from kit.settings import Settings
from knowledge.curation.models import State

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]

NOTHING: dict[str, Any] = {
    "topic": "",
    "area": "",
    "audience": [],
    "questions": "",
    "short_answer": "",
    "details": "",
    "source_title": [""],
    "source_url": [""],
    "source_date": [""],
    "checked_on": "",
    "valid_from": "",
    "valid_until": "",
    "owner": "",
    "certainty": "",
}


async def saved(response: Any) -> str:
    """The address of the form of the draft that was saved."""
    assert response.status_code == 303, errors(response)
    return str(response.headers["location"].split("?")[0])


async def test_a_title_alone_is_enough_to_save(services: Services, browse: Browse) -> None:
    browser = await browse("redactie")
    form = article_form(**NOTHING | {"id": "", "title": "Half idee"})
    edit = await saved(await send(browser, NEW, **form))
    page = await browser.get(f"{edit}?notice=saved")
    assert page.status_code == 200
    assert "Uw concept is bewaard" in page.text and "Nog niet af" in page.text
    todo = errors(page)
    assert list(todo) == [
        *("topic", "area", "audience", "questions", "short_answer", "source-0-title"),
        *("checked_on", "valid_from", "valid_until", "owner", "certainty"),
    ]
    assert "<title>Fout" not in page.text
    [draft] = await revisions(services, "half-idee")
    assert (draft.state, draft.number) == (State.DRAFT, None)


async def test_without_title_and_id_nothing_can_be_saved_and_nothing_is_lost(browse: Browse) -> None:
    form = article_form(id="", title=" ", short_answer="Dit typte ik al.")
    page = await send(await browse("redactie"), NEW, **form)
    assert page.status_code == 400
    assert errors(page) == {"title": "Geef het concept een titel. Dan kan het worden bewaard."}
    assert "Dit typte ik al." in page.text


HALF = [
    {"short_answer": "woord " * 61},
    {"short_answer": "<script>alert(1)</script>"},
    {"source_title": ["Alleen een titel"], "source_url": [""], "source_date": [""]},
    {"source_url": ["javascript:alert(1)"], "source_date": ["gisteren"]},
    {"checked_on": "21-11-2026", "valid_until": "ooit"},
    {"title": "x" * 201},
    {"topic": "onzin", "area": "atlantis", "kind": "onzin", "language": "de", "certainty": "zeker"},
    {"details": "[a](javascript:alert(1)) <b>vet"},
    {"questions": "x" * 600},
]


@pytest.mark.parametrize("typed", HALF)
async def test_whatever_is_wrong_comes_back_as_it_was_typed_on_every_page(
    services: Services, browse: Browse, typed: dict[str, Any]
) -> None:
    browser = await browse("redactie")
    form = article_form(**typed)
    edit = await saved(await send(browser, NEW, **form))
    again = await filled(browser, edit)
    for name, value in typed.items():
        expected = value.strip() if isinstance(value, str) else value
        assert again[name] == ("## Meer weten\n\n" + expected if name == "details" else expected)
    look = edit.removesuffix("/edit")
    for path in (look, f"{look.rsplit('/revisions', 1)[0]}/history", "/desk/articles", "/desk/worklist"):
        page = await browser.get(path)
        assert page.status_code == 200, path
        assert "<script>alert" not in page.text and 'href="javascript' not in page.text, path
        assert "<b>vet" not in page.text
    assert (await browser.get("/desk/articles?sort=geldig&status=new")).status_code == 200
    assert (await browser.get("/desk/articles?sort=nazien&q=lunchroom")).status_code == 200


async def test_what_is_not_finished_is_not_offered_but_saved_with_the_note(
    services: Services, browse: Browse
) -> None:
    browser = await browse("redactie")
    page = await send(browser, NEW, "offer", note="Kijk jij even?", **article_form(short_answer=""))
    assert page.status_code == 400
    assert "Bewaard als concept, maar nog niet aangeboden" in page.text
    assert "Kijk jij even?" in page.text and list(errors(page)) == ["short_answer"]
    [draft] = await revisions(services, "lunchroom-aan-huis")
    assert (draft.state, draft.note) == (State.DRAFT, "Kijk jij even?")
    edit = f"/desk/articles/lunchroom-aan-huis/revisions/{draft.id}/edit"
    assert "Kijk jij even?" in (await filled(browser, edit))["note"]
    assert f'action="{edit}"' in page.text
    done = await change(browser, edit, "offer", short_answer="Dat mag niet.")
    assert done.status_code == 303 and "notice=offered" in done.headers["location"]


@pytest.mark.parametrize("second_editor", [True, False])
async def test_no_way_leads_from_an_unfinished_draft_to_the_public(
    services: Services, browse: Browse, settings: Settings, second_editor: bool
) -> None:
    settings.second_editor = second_editor
    browser = await browse("redactie")
    edit = await saved(await change(browser, PUBLISHED, short_answer="", source_url=[""]))
    look = edit.removesuffix("/edit")
    page = (await browser.get(look)).text
    assert "Moet eerst nog" in page and "Kort antwoord: mag niet leeg zijn." in page
    assert f"{look}/offer" not in page
    for step in ("offer", "publish"):
        refused = await browser.send(f"{look}/{step}", look)
        assert refused.status_code == 400, step
    article = await stored(services, "kapsalon-hilversum")
    assert article and article.short_answer and article.revision == 1


async def test_of_two_editors_the_second_sees_both_half_texts(services: Services, browse: Browse) -> None:
    first, second = await browse("redactie"), await browse("coordinator")
    edit = await saved(await send(first, NEW, **article_form(short_answer="", checked_on="straks")))
    mine = await filled(second, edit, short_answer="Van de tweede", valid_until="")
    assert (await change(first, edit, short_answer="Van de eerste")).status_code == 303
    page = await send(second, edit, **mine)
    assert page.status_code == 409
    assert "Van de eerste" in page.text and "Van de tweede" in page.text
    [draft] = await revisions(services, "lunchroom-aan-huis")
    assert draft.content["short_answer"] == "Van de eerste"


async def test_a_note_of_the_second_editor_is_not_overwritten(services: Services, browse: Browse) -> None:
    writer, second = await browse("redactie"), await browse("coordinator")
    look = (await change(writer, PUBLISHED, "offer", title="Eerste")).headers["location"].split("?")[0]
    await second.send(f"{look}/reject", look, note="De datum klopt niet")
    await change(writer, f"{look}/edit", short_answer="", note="Ik kijk ernaar")
    page = (await writer.get(f"{look}/edit")).text
    assert "Toelichting: De datum klopt niet" in page
