"""Every direct dependency has a reason, and nothing else is listed."""

import re
import tomllib

import pytest
from docs_files import read

PROJECT = tomllib.loads(read("pyproject.toml"))
REASONS = dict(re.findall(r"^\| `([^`]+)` \| (.+?) \|$", read("docs/dependencies.md"), re.M))
LOCKS = (
    "requirements.txt",
    "requirements-test.txt",
    "requirements-uv.txt",
    "assistant/rasa/requirements.txt",
)


def name_of(requirement: str) -> str:
    name = re.split(r"[\s\[<>=!~;]", requirement.strip(), maxsplit=1)[0].lower()
    return re.sub(r"[-_.]+", "-", name)


def direct() -> set[str]:
    lists = [PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"].values()]
    lists.append(
        [line for line in read("assistant/rasa/requirements.in").splitlines() if line and line[0] != "#"]
    )
    return {name_of(requirement) for requirements in lists for requirement in requirements}


def test_every_direct_dependency_has_a_reason_and_nothing_else_has() -> None:
    assert {name_of(package) for package in REASONS} == direct()


@pytest.mark.parametrize("package", sorted(REASONS))
def test_a_reason_is_more_than_a_word_unless_it_is_types(package: str) -> None:
    assert len(REASONS[package].split()) >= 2 or REASONS[package] == "types"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_package_with_hashes_and_names_no_index(lock: str) -> None:
    text = read(lock)
    requirements = [block for block in re.split(r"\n(?=\S)", text) if not block.startswith("#")]
    assert requirements
    assert [block for block in requirements if not re.match(r"\S+==\S+ .*--hash=sha256:", block, re.S)] == []
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links|--trusted-host", text)


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [
        ("requirements.txt", PROJECT["project"]["dependencies"]),
        ("requirements-test.txt", PROJECT["dependency-groups"]["test"]),
        ("assistant/rasa/requirements.txt", ["rasa", "spacy", "spacy-lookups-data", "setuptools"]),
    ],
)
def test_a_lock_holds_what_is_asked_for(lock: str, requirements: list[str]) -> None:
    pinned = {name_of(line) for line in read(lock).splitlines() if "==" in line}
    assert {name_of(requirement) for requirement in requirements} <= pinned
