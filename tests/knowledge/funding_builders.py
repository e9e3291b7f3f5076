"""The real financieringswijzer, and small rule files for what can be wrong in them."""

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from knowledge.areas import Areas
from knowledge.checks.funding import FundingCheck
from knowledge.checks.funding_files import read_funding
from knowledge.checks.funding_rules import FundingFile
from knowledge.checks.schemas import Outcome, Scheme, Value
from knowledge.errors import Problem
from knowledge.files import read_frame
from knowledge.schemas import AreasFile

CONTENT = Path(__file__).parents[2] / "knowledge" / "content"

SCHEME: dict[str, Any] = {
    "id": "fonds",
    "name": "Fonds",
    "areas": ["landelijk"],
    "state": "open",
    "for_whom": "Voor iedereen.",
    "gives": "Een lening.",
    "apply": "Bij het fonds.",
    "papers": ["Plan"],
    "sources": [{"title": "Fonds", "url": "https://voorbeeld.nl/fonds", "date": 2026}],
    "certainty": "hoog",
    "checked_on": "2026-01-10",
}
_VERDICT = {"label": "zo", "summary": "Past: {fits}. Misschien: {may}."}
MAIN: dict[str, Any] = {
    "title": "Wijzer",
    "topic": "financiering",
    "introduction": "Wat past er?",
    "checked_on": "2026-11-21",
    "provinces": ["duo"],
    "questions": [
        {"id": "gemeente", "kind": "gemeente", "name": "gemeente", "text": "Welke gemeente?"},
        {
            "id": "purpose",
            "kind": "choice",
            "name": "doel",
            "text": "Waarvoor?",
            "options": [{"value": "start", "label": "Starten"}, {"value": "gevel", "label": "Gevel"}],
        },
        {
            "id": "amount",
            "kind": "number",
            "name": "bedrag",
            "text": "Hoeveel?",
            "unit": "euro",
            "minimum": 1,
        },
        {"id": "staff", "kind": "yes-no", "name": "personeel", "text": "Personeel?"},
    ],
    "texts": {
        "likely": _VERDICT,
        "unknown": _VERDICT,
        "unlikely": _VERDICT,
        "disclaimer": "Geen rechten.",
        "ended": "Gestopt in {year}.",
        "state_unknown": "Open of dicht, dat weten wij niet.",
        "elsewhere": "Alleen in {area}.",
        "province_unknown": "Alleen in {area}, als u daar zit.",
        "uncertain": "Oude bron.",
        "continuing": "doorlopend",
        "until": "tot en met {date}",
        "until_ended": "gestopt in {year}",
        "until_unknown": "onbekend",
        "more": "en meer",
    },
    "advice": [{"kind": "step", "text": "Vraag de accountmanager."}],
}


def condition(question: str, operator: str, value: Any, **fields: Any) -> dict[str, Any]:
    """Return a requirement as it stands in a file."""
    unit = {"unit": "euro"} if question == "amount" else {}
    return {
        "question": question,
        "operator": operator,
        "value": value,
        "because": "Daarom.",
        **unit,
        **fields,
    }


def without(fields: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return a copy of some fields, without a few of them."""
    return {name: deepcopy(value) for name, value in fields.items() if name not in names}


def write(folder: Path, *schemes: Mapping[str, Any], main: Mapping[str, Any] = MAIN) -> None:
    """Write the rule files of the wijzer into a content folder."""
    (folder / "checks" / "financiering").mkdir(parents=True, exist_ok=True)
    for name, data in (
        ("financiering.yaml", dict(main)),
        ("financiering/a.yaml", {"schemes": list(schemes)}),
    ):
        with (folder / "checks" / name).open("w", encoding="utf-8") as file:
            YAML(typ="safe").dump(data, file)


def areas_file(folder: Path) -> AreasFile:
    """Return the areas of a content folder."""
    text = (folder / "areas.yaml").read_text(encoding="utf-8")
    return AreasFile.model_validate(YAML(typ="safe").load(text))


def read(folder: Path) -> tuple[FundingFile | None, list[Problem]]:
    """Read the rule files with everything that is wrong in them."""
    problems: list[Problem] = []
    return read_funding(folder, areas_file(folder), problems), problems


def wijzer_of(folder: Path, region: str) -> FundingCheck:
    """Return the wijzer that a content folder makes."""
    frame = read_frame(folder)
    assert frame.checks.funding
    return FundingCheck(frame.checks.funding, Areas(frame.areas, region), frame.vocabulary)


def scheme_in(outcome: Outcome, scheme_id: str) -> Scheme | None:
    """Return a scheme of an outcome, or nothing when it is not shown."""
    return next((scheme for scheme in outcome.schemes if scheme.id == scheme_id), None)


def answers(text: str) -> dict[str, Value]:
    """Read answers from a short notation: `purpose=start amount=5000 staff=true`."""
    return {name: _value(value) for name, value in (pair.split("=") for pair in text.split())}


def _value(text: str) -> Value:
    if text in {"true", "false"}:
        return text == "true"
    return int(text) if text.isdecimal() else text


# Answers of people in different situations.
STARTER = "phase=starter gemeente=huizen purpose=start"
MICRO = f"{STARTER} amount=50000 bank-refused=ja"
GREEN = "phase=bestaand gemeente=laren purpose=verduurzaming amount=20000 profit=true"
BBZ_NEW = (
    "phase=idee gemeente=eemnes purpose=start amount=9000 "
    "benefit=bijstand income=true hours=true bank-refused=ja"
)
BBZ = "phase=bestaand gemeente=hilversum purpose=tekort income=true hours=true bank-refused=ja amount=253420"
STORM = "phase=zwaar-weer gemeente=hilversum purpose=tekort"
UWV = "phase=idee gemeente=laren purpose=start benefit=uwv bank-refused=ja"
TOGETHER = "phase=bestaand purpose=buurt together=samen"


def fit_of(wijzer: FundingCheck, given: str, scheme_id: str) -> str | None:
    found = scheme_in(wijzer.judge(answers(given)), scheme_id)
    return found.fit if found else None
