"""What the documents say about the shape of the project, and the rules it keeps."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from docs_files import DOCUMENTS, read, tracked

from kit.settings import ROOT

ROOMS = ("channels", "assistant", "handoff", "knowledge", "kit")
HANDBOOK = ("README.md", "accountmanagers.md", "redactie.md")
NAMES = [path.relative_to(ROOT).as_posix() for path in DOCUMENTS]
# Addresses inside containers stand in deploy/ and docker-compose.yml; these belong to somebody's machine.
MACHINE_PATH = re.compile(r"(?<![\w.$~:/-])/(home|Users|root|work|workspace|mnt)/[\w.-]+")
TEXT = {
    ".py",
    ".md",
    ".yml",
    ".yaml",
    ".toml",
    ".txt",
    ".in",
    ".ini",
    ".js",
    ".css",
    ".html",
    ".svg",
    ".mako",
    "",
}


def test_rooms_import_in_one_direction_only() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    checked = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_the_first_page_lists_the_rooms_in_the_order_of_their_imports() -> None:
    listed = re.findall(r"^\| `(\w+)/` \|", read("README.md"), re.M)
    layers = re.search(r"layers = \[(.*?)\]", read("pyproject.toml"))
    assert tuple(listed) == ROOMS
    assert layers and tuple(re.findall(r'"(\w+)"', layers[1])) == ROOMS


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_what_it_is(room: str) -> None:
    assert read(f"{room}/__init__.py").startswith('"""')


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked()
        if path.suffix in TEXT and path != Path(__file__)
        for match in [MACHINE_PATH.search(path.read_text(encoding="utf-8", errors="replace"))]
        if match
    ]
    assert found == []
    assert not any(str(ROOT) in read(name) for name in NAMES)


def test_no_secret_and_no_data_are_tracked() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in tracked()}
    assert ".env" not in names
    assert not [name for name in names if name.startswith(("var/", ".venv"))]
    assert not [name for name in names if name.endswith((".db", ".tar.gz", ".pyc"))]


@pytest.mark.parametrize("document", NAMES)
def test_every_link_leads_to_a_file_and_a_heading(document: str) -> None:
    for link in re.findall(r"(?<!!)\[[^]]*\]\(([^)\s]+)\)", read(document)):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, heading = unquote(link).partition("#")
        path = (ROOT / document).parent / target if target else ROOT / document
        assert path.exists(), link
        assert not heading or heading in _headings(path), link


def _headings(path: Path) -> set[str]:
    """Return the anchors of a page, as Git hosts make them."""
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("document", NAMES)
def test_every_file_that_a_document_names_exists(document: str) -> None:
    text = re.sub(r"^```.*?^```", "", read(document), flags=re.M | re.S)
    for name in re.findall(rf"`((?:{'|'.join(ROOMS)}|deploy|docs|tools|tests)/[\w./-]+)`", text):
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize("page", HANDBOOK)
def test_the_handbook_is_there_in_dutch_and_says_u(page: str) -> None:
    text = read(f"docs/handboek/{page}")
    assert len(text.split()) > 150
    assert len(re.findall(r"\bu\b|\buw\b", text, re.I)) > 5
    assert not re.search(r"\b(jij|jou|jouw|je|jullie)\b", text, re.I)
    words = [
        len(sentence.split())
        for sentence in re.split(r"[.!?:]\s", re.sub(r"^[|#`].*$", "", text, flags=re.M))
    ]
    assert max(words) <= 35


@pytest.mark.parametrize("decision", sorted((ROOT / "docs" / "adr").glob("*.md")), ids=lambda path: path.stem)
def test_a_decision_has_its_number_and_its_parts(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")
    assert text.startswith(f"# {int(decision.name[:4])}. ")
    for part in ("Context", "Decision", "Consequences", "Alternatives"):
        assert f"\n## {part}\n" in text


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "adr").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_licence_is_the_whole_text_of_the_one_that_is_named() -> None:
    assert 'license = "EUPL-1.2"' in read("pyproject.toml")
    assert read("LICENSE").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "Appendix" in read("LICENSE")
