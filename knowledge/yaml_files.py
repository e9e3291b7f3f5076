"""YAML that remembers its lines: parsing, checking against a model, and mistakes told in Dutch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedBase
from ruamel.yaml.constructor import RoundTripConstructor, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from knowledge.errors import Problem

_FENCE = "---"

_MESSAGES = {
    "missing": "ontbreekt",
    "extra_forbidden": "dit veld bestaat niet",
    "string_type": "moet tekst zijn",
    "string_too_short": "mag niet leeg zijn",
    "string_too_long": "is langer dan {max_length} tekens",
    "string_pattern_mismatch": "heeft niet de vorm {pattern}",
    "literal_error": "kies uit {expected}",
    "tuple_type": "moet een lijst zijn",
    "too_short": "de lijst mag niet leeg zijn",
    "dict_type": "moet bestaan uit velden met een waarde",
    "model_type": "moet bestaan uit velden met een waarde",
    "bool_parsing": "kies uit true of false",
    "value_error": "{error}",
}


class _Plain(SafeConstructor):
    """Leaves dates as they are written, so that 2026-02-30 is a mistake in a field and not in the YAML."""


class _WithLines(RoundTripConstructor):
    """Does the same, and remembers the line of every field."""


for _constructor in (_Plain, _WithLines):
    _constructor.add_constructor("tag:yaml.org,2002:timestamp", _constructor.construct_yaml_str)


@lru_cache(maxsize=1000)
def parse(text: str) -> Any:
    """Return what a YAML text says, with dates as they are written; nobody may change it.

    Reading the content again parses only what changed; a thousand texts are a whole folder, some 10 MB.

    Raises:
        YAMLError: this is no YAML.
    """
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _Plain
    return yaml.load(text)


@dataclass(frozen=True)
class FrontMatter:
    """An article file in two: YAML above, Markdown below, and the line where the Markdown begins."""

    yaml: str
    body: str
    body_line: int


@dataclass(frozen=True)
class YamlFile:
    """A YAML text from a file; lines count from 1 in the whole file."""

    name: str
    text: str
    skipped: int = 0
    """Lines of the file above this text."""
    extra: Mapping[str, str] = field(default_factory=dict)
    """Fields that do not stand in the YAML but belong to the same model."""
    extra_line: int = 1

    def validate[Model: BaseModel](self, model: type[Model]) -> Model | list[Problem]:
        """Return the model, or every mistake that keeps the text from being one."""
        try:
            data = parse(self.text)
        except YAMLError as error:
            return [self._broken(error)]
        if not isinstance(data, Mapping):
            return [Problem(self.name, self.skipped + 1, "YAML", _MESSAGES["dict_type"])]
        try:
            return model.model_validate({**data, **self.extra})
        except ValidationError as error:
            return [self._problem(detail) for detail in _plain(error.errors())]

    def line(self, path: Sequence[str | int]) -> int:
        """Return the line of a field; of a field that is absent the line of what should hold it."""
        if path and path[0] in self.extra:
            return self.extra_line
        node, line = self._with_lines, 0
        for step in path:
            positions = node.lc.data if isinstance(node, CommentedBase) else None
            if not positions or step not in positions:
                break
            line, node = positions[step][0], node[step]
        return int(line) + self.skipped + 1

    @cached_property
    def _with_lines(self) -> Any:
        """Parse again, more slowly: only a text with mistakes needs its lines."""
        yaml = YAML(typ="rt")
        yaml.Constructor = _WithLines
        return yaml.load(self.text)

    def _broken(self, error: YAMLError) -> Problem:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        line = (mark.line if mark else 0) + self.skipped + 1
        return Problem(
            self.name, line, "YAML", "dit is geen geldige YAML; kijk naar inspringen en aanhalingstekens"
        )

    def _problem(self, detail: ErrorDetails) -> Problem:
        name = ".".join(map(str, detail["loc"])) or "YAML"
        return Problem(self.name, self.line(detail["loc"]), name, in_dutch(detail))


def in_dutch(detail: ErrorDetails) -> str:
    """Say in Dutch what keeps a value from being what a model asks for."""
    template = _MESSAGES.get(detail["type"], "klopt niet ({type})")
    return template.format(type=detail["type"], **detail.get("ctx", {}))


def _plain(details: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out that a list is too short when it is so only because its items hold mistakes."""
    holders = {detail["loc"][:length] for detail in details for length in range(len(detail["loc"]))}
    return [detail for detail in details if detail["type"] != "too_short" or detail["loc"] not in holders]


def decode(folder: Path, name: str, problems: list[Problem]) -> str | None:
    """Return the text of a file, or note that it is absent or not UTF-8."""
    try:
        return (folder / name).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problems.append(Problem(name, 1, "bestand", "ontbreekt"))
    except UnicodeDecodeError:
        problems.append(Problem(name, 1, "bestand", "is geen UTF-8; sla het opnieuw op als UTF-8"))
    return None


def split_front_matter(text: str) -> FrontMatter | None:
    """Split an article file at its two lines of dashes; nothing when they are not there."""
    lines = [line.rstrip() for line in text.split("\n")]
    if lines[0] != _FENCE or _FENCE not in lines[1:]:
        return None
    end = lines.index(_FENCE, 1)
    body = lines[end + 1 :]
    blank = next((number for number, line in enumerate(body) if line), 0)
    return FrontMatter("\n".join(lines[1:end]), "\n".join(body), end + 2 + blank)
