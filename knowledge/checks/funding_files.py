"""Reading the rule files of the financieringswijzer: one with questions, and a folder with schemes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from knowledge.areas import NATIONAL, REGIONAL
from knowledge.checks.conditions import Condition, contradictory
from knowledge.checks.funding_rules import FundingFile, FundingScheme, SchemesFile
from knowledge.errors import Problem
from knowledge.schemas import AreasFile
from knowledge.yaml_files import YamlFile, decode

FUNDING = "checks/financiering.yaml"
_GROUPS = "checks/financiering"


@dataclass(frozen=True)
class _Read[Model: BaseModel]:
    """A file that is right in itself, with the text it came from."""

    model: Model
    yaml: YamlFile

    def problem(self, message: str, *path: str | int) -> Problem:
        """Describe a mistake at a place in this file."""
        return Problem(self.yaml.name, self.yaml.line(path), ".".join(map(str, path)), message)


def funding_files(folder: Path) -> tuple[str, ...]:
    """Return the names of all rule files of the wijzer in a content folder."""
    groups = sorted((folder / _GROUPS).glob("*.yaml"))
    return (FUNDING, *(path.relative_to(folder).as_posix() for path in groups))


def read_funding(folder: Path, areas: AreasFile | None, problems: list[Problem]) -> FundingFile | None:
    """Read and check the rule files; mistakes are added to the problems, and then there is no result."""
    main_name, *group_names = funding_files(folder)
    main = _read(folder, main_name, FundingFile, problems)
    groups = [_read(folder, name, SchemesFile, problems) for name in group_names]
    found = [group for group in groups if group]
    if main is None or len(found) < len(groups):
        return None
    mistakes = list(_Mistakes(main, found, areas))
    problems.extend(mistakes)
    schemes = (*main.model.schemes, *(scheme for group in found for scheme in group.model.schemes))
    return None if mistakes else main.model.model_copy(update={"schemes": schemes})


def _read[Model: BaseModel](
    folder: Path, name: str, model: type[Model], problems: list[Problem]
) -> _Read[Model] | None:
    text = decode(folder, name, problems)
    if text is None:
        return None
    yaml = YamlFile(name, text)
    found = yaml.validate(model)
    if isinstance(found, list):
        problems.extend(found)
        return None
    return _Read(found, yaml)


class _Mistakes:
    """What is wrong between the parts: names that do not exist, names used twice, limits that contradict."""

    def __init__(
        self, main: _Read[FundingFile], groups: Sequence[_Read[SchemesFile]], areas: AreasFile | None
    ) -> None:
        self._main = main
        self._files: Sequence[_Read[FundingFile] | _Read[SchemesFile]] = (main, *groups)
        self._questions = {question.id: question for question in main.model.questions}
        self._areas = {NATIONAL, REGIONAL, *areas.gemeenten, *areas.regions, *areas.groups} if areas else None

    def __iter__(self) -> Iterator[Problem]:
        yield from self._twice()
        for number, province in enumerate(self._main.model.provinces):
            yield from self._unknown_areas(self._main, (province,), "provinces", number)
        for number, advice in enumerate(self._main.model.advice):
            yield from self._unknown_areas(self._main, advice.areas, "advice", number, "areas")
            for place, condition in enumerate(advice.when):
                yield from self._misfit(self._main, condition, "advice", number, "when", place)
        for file in self._files:
            for number, scheme in enumerate(file.model.schemes):
                yield from self._scheme(file, scheme, number)

    def _twice(self) -> Iterator[Problem]:
        """Give every id that stands somewhere else already."""
        seen: set[tuple[str, str]] = set()
        questions = [
            (self._main, "questions", number, item.id)
            for number, item in enumerate(self._main.model.questions)
        ]
        schemes = [
            (file, "schemes", number, item.id)
            for file in self._files
            for number, item in enumerate(file.model.schemes)
        ]
        for file, field, number, name in (*questions, *schemes):
            if (field, name) in seen:
                yield file.problem(f"{name} komt twee keer voor", field, number, "id")
            seen.add((field, name))

    def _scheme(
        self, file: _Read[FundingFile] | _Read[SchemesFile], scheme: FundingScheme, number: int
    ) -> Iterator[Problem]:
        yield from self._unknown_areas(file, scheme.areas, "schemes", number, "areas")
        for place, requirement in enumerate(scheme.requires):
            for condition in requirement.conditions:
                yield from self._misfit(file, condition, "schemes", number, "requires", place)
        if pair := contradictory(each for each in scheme.requires if not each.alternatives):
            message = f"de eisen aan {pair[0].question} spreken elkaar tegen: geen antwoord past"
            yield file.problem(message, "schemes", number, "requires", scheme.requires.index(pair[1]))

    def _unknown_areas(
        self, file: _Read[FundingFile] | _Read[SchemesFile], areas: Sequence[str], *path: str | int
    ) -> Iterator[Problem]:
        for area in areas:
            if self._areas is not None and area not in self._areas:
                yield file.problem(f"{area} staat niet in areas.yaml", *path)

    def _misfit(
        self, file: _Read[FundingFile] | _Read[SchemesFile], condition: Condition, *path: str | int
    ) -> Iterator[Problem]:
        """Give what is wrong between a condition and its question."""
        question = self._questions.get(condition.question)
        if question is None:
            yield file.problem(f"de vraag {condition.question} bestaat niet", *path)
            return
        values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        for value in values:
            if not question.fits(value):
                yield file.problem(f"{value} is geen antwoord op de vraag {question.id}", *path)
        if condition.unit and condition.unit != question.unit:
            yield file.problem(f"de vraag {question.id} heeft een andere eenheid", *path)
