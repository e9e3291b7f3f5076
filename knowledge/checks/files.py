"""Reading the rule files of the guided checks from the content folder."""

from dataclasses import dataclass
from pathlib import Path

from knowledge.checks.consistency import mistakes
from knowledge.checks.funding_files import FUNDING, funding_files, read_funding
from knowledge.checks.funding_rules import FundingFile
from knowledge.checks.rules import RulesFile
from knowledge.errors import Problem
from knowledge.schemas import AreasFile
from knowledge.yaml_files import YamlFile, decode

_FOLDER = "checks"


@dataclass(frozen=True)
class CheckFiles:
    """The rule files of all checks; a check without a file is not offered."""

    rules: tuple[RulesFile, ...] = ()
    funding: FundingFile | None = None


def check_files(folder: Path) -> tuple[str, ...]:
    """Return the names of all rule files in a content folder."""
    return (*_rule_files(folder), *(funding_files(folder) if (folder / FUNDING).exists() else ()))


def read_checks(folder: Path, areas: AreasFile | None, problems: list[Problem]) -> CheckFiles:
    """Read and check every rule file; mistakes are added to the problems, and their file is left out."""
    found = [_read(folder, name, areas, problems) for name in _rule_files(folder)]
    funding = read_funding(folder, areas, problems) if (folder / FUNDING).exists() else None
    return CheckFiles(tuple(rules for rules in found if rules), funding)


def _rule_files(folder: Path) -> list[str]:
    paths = sorted((folder / _FOLDER).glob("*.yaml"))
    return [name for path in paths if (name := path.relative_to(folder).as_posix()) != FUNDING]


def _read(folder: Path, name: str, areas: AreasFile | None, problems: list[Problem]) -> RulesFile | None:
    text = decode(folder, name, problems)
    if text is None:
        return None
    yaml = YamlFile(name, text)
    rules = yaml.validate(RulesFile)
    if isinstance(rules, list):
        problems.extend(rules)
        return None
    wrong = [
        Problem(name, yaml.line(mistake.path), ".".join(map(str, mistake.path)), mistake.message)
        for mistake in mistakes(rules, Path(name).stem, areas)
    ]
    problems.extend(wrong)
    return None if wrong else rules
