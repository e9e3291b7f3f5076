"""What the documents tell people to type exists, and everything that exists is told."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from docs_files import DOCUMENTS, code_in, read

from channels.cli import app
from kit.settings import ROOT


def _commands(command: Any, words: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield every command in full; a group alone does nothing."""
    if not hasattr(command, "commands"):
        yield " ".join(words)
        return
    for name, inner in command.commands.items():
        yield from _commands(inner, (*words, name))


COMMANDS = set(_commands(typer.main.get_command(app)))
GROUPS = {command.split()[0] for command in COMMANDS if " " in command}
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", read("Makefile"), re.M))
TABLED = set(re.findall(r"^\| `([^`]+)` \|", read("docs/operations.md"), re.M))
NAMES = [path.relative_to(ROOT).as_posix() for path in DOCUMENTS]


def named_commands(document: str | Path) -> set[str]:
    """Return the `voordeur` commands that a document tells people to type."""
    found = set()
    for code in code_in(read(document)):
        for words in re.findall(r"(?:^|[\s/])voordeur ([a-z]+(?: [a-z]+)?)", code):
            first = words.split()[0]
            found.add(words if first in GROUPS else first)
    return found


def named_targets(document: str | Path) -> set[str]:
    """Return the make targets that a document tells people to type."""
    return {target for code in code_in(read(document)) for target in re.findall(r"\bmake ([a-z-]+)", code)}


def test_the_commands_of_the_design_are_there() -> None:
    expected = ["run", "chat", "train", "evaluate", "worker", "purge", "doctor", "serve", "migrate"]
    expected += [f"knowledge {name}" for name in ("import", "export", "check", "coverage")] + ["user add"]
    assert set(expected) <= COMMANDS


@pytest.mark.parametrize("document", NAMES)
def test_every_command_in_a_document_exists(document: str) -> None:
    assert named_commands(document) <= COMMANDS


@pytest.mark.parametrize("document", NAMES)
def test_every_make_target_in_a_document_exists(document: str) -> None:
    assert named_targets(document) <= TARGETS


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_stands_in_the_operations_guide(command: str) -> None:
    assert f"voordeur {command}" in TABLED


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_every_make_target_stands_in_the_operations_guide(target: str) -> None:
    assert f"make {target}" in TABLED


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(command: str) -> None:
    found: Any = typer.main.get_command(app)
    for word in command.split():
        found = found.commands[word]
    assert found.help and found.help.endswith(".")


@pytest.mark.parametrize("document", NAMES)
def test_every_module_that_a_document_runs_exists(document: str) -> None:
    for code in code_in(read(document)):
        for module in re.findall(r"python -m ([a-z0-9_.]+)", code):
            path = ROOT / module.replace(".", "/")
            runs = path.with_suffix(".py").exists() or (path / "__main__.py").exists()
            assert module in {"sqlite3", "rasa"} or runs


def test_the_first_page_names_the_two_commands() -> None:
    assert {"run", "test"} <= named_targets("README.md")
