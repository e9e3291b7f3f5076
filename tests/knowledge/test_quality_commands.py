"""`voordeur knowledge check` and `coverage`, as an editor types them."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from knowledge_builders import AREAS, put

from channels.cli import main
from kit.settings import get_settings


@pytest.fixture(autouse=True)
def content(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Point the command at a small content folder, on a day on which its article holds."""
    (folder / "areas.yaml").write_text(AREAS.replace("  gooi:", "  gooi-en-vechtstreek:"), encoding="utf-8")
    monkeypatch.setenv("VOORDEUR_CONTENT_DIR", str(folder))
    monkeypatch.setenv("COLUMNS", "200")
    get_settings.cache_clear()
    with time_machine.travel("2026-11-21", tick=False):
        yield folder
    get_settings.cache_clear()


def command(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """Run `voordeur` and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["voordeur", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_good_content_passes_the_check(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(monkeypatch, "knowledge", "check") == 0
    assert "1 artikelen gecontroleerd: alles klopt" in capsys.readouterr().out


def test_a_mistake_ends_the_check_with_a_sentence_and_exit_code_1(
    content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(content, "Vraag naar mevrouw Jansen.")
    assert command(monkeypatch, "knowledge", "check") == 1
    told = capsys.readouterr().err
    assert "articles/financiering/microkrediet.md:17: short_answer: 'mevrouw Jansen'" in told
    assert "Traceback" not in told


def test_remarks_are_counted_and_shown_when_asked_for(
    content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(content, "Dat mag.", checked_on="2025-11-01")
    assert command(monkeypatch, "knowledge", "check") == 0
    assert "opmerkingen: 1 (toon ze met --remarks)" in capsys.readouterr().out
    assert command(monkeypatch, "knowledge", "check", "--remarks") == 0
    assert "opmerking articles/financiering/microkrediet.md:5: checked_on: had op" in capsys.readouterr().out


def test_coverage_is_a_table_and_names_what_is_missing(
    content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(content, "Dat mag.", id="lening-laren", subject="lening", area="laren", questions=["lening"])
    assert command(monkeypatch, "knowledge", "coverage", "--names") == 0
    told = capsys.readouterr().out
    assert "Gooise Meren" in told
    assert "0+1 !1" in told
    assert "1+1" in told
    assert "Huizen, Financiering, ontbreekt: lening" in told


def test_coverage_as_json_is_json_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(monkeypatch, "knowledge", "coverage", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["topics"]["financiering"]["laren"]["general"] == ["microkrediet"]
