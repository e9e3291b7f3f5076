"""Settings stand in one place; the example file and the operations guide say the same."""

import re
from pathlib import Path

import pytest
from docs_files import read
from pydantic.fields import FieldInfo

from kit.settings import ROOT, Settings

FIELDS = Settings.model_fields
NAMES = {f"VOORDEUR_{name.upper()}" for name in FIELDS}


def default_of(field: FieldInfo) -> str:
    """Write a default as a person would in .env."""
    value = field.default
    if isinstance(value, Path):
        return value.relative_to(ROOT).as_posix()
    return (
        str(value).lower()
        if isinstance(value, bool)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )


@pytest.mark.parametrize("name", FIELDS)
def test_every_setting_stands_in_the_example_file_commented_out_with_its_description(name: str) -> None:
    field = FIELDS[name]
    expected = f"# {field.description}\n#VOORDEUR_{name.upper()}={default_of(field)}\n"
    assert expected in read(".env.example")


@pytest.mark.parametrize("name", FIELDS)
def test_every_setting_stands_in_the_operations_guide(name: str) -> None:
    field = FIELDS[name]
    default = f"`{default_of(field)}`" if default_of(field) else ""
    row = f"| `VOORDEUR_{name.upper()}` | {default} | {field.description} |"
    assert re.sub(r" +", " ", row) in re.sub(r" +", " ", read("docs/operations.md"))


@pytest.mark.parametrize("document", [".env.example", "docs/operations.md"])
def test_nothing_else_is_called_a_setting(document: str) -> None:
    assert set(re.findall(r"VOORDEUR_[A-Z_]+", read(document))) == NAMES


def test_every_setting_has_a_description_that_is_one_sentence() -> None:
    assert [name for name, field in FIELDS.items() if not (field.description or "").endswith(".")] == []


def test_what_compose_asks_for_beside_settings_stands_in_the_example_file() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", read("docker-compose.yml"))) - NAMES
    offered = set(re.findall(r"^#([A-Z][A-Z_]+)=", read(".env.example"), re.M)) - NAMES
    assert offered == asked
