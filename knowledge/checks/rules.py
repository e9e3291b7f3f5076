"""What may stand in the rule file of a guided check; editors read the messages, so these are Dutch."""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from knowledge.areas import NATIONAL
from knowledge.checks.conditions import Condition, Unit
from knowledge.checks.questions import QuestionFile
from knowledge.checks.schemas import Verdict
from knowledge.schemas import Day, FileModel, Line, Slug, SourceFile
from knowledge.topics import TopicKey

Otherwise = Literal["no", "permit", "arrange", "ask"]
"""What it means when a rule is not met: it is refused, it needs a permit, the entrepreneur has to arrange
something with somebody else, or it is not sure that it is a limit at all."""


type Conditions = tuple[Condition, ...]
type AreaKeys = Annotated[tuple[Slug, ...], Field(min_length=1)]


class RuleSource(SourceFile):
    """A source of rules; an outdated one is shown with its year and that it may have changed."""

    outdated: bool = False


class RatioFile(FileModel):
    """A number that follows from two others: `part` / `whole` x `times`."""

    id: Slug
    name: Line
    part: Slug
    whole: Slug
    times: float = 1
    unit: Unit


class TableFile(FileModel):
    """A value that stands in a table, by the answers to two choices."""

    id: Slug
    name: Line
    rows: Slug
    columns: Slug
    cells: dict[Slug, dict[Slug, Slug]]
    labels: dict[Slug, Line]


class ImplicationFile(FileModel):
    """An answer that follows from other answers, so that its question need not be asked."""

    when: Annotated[Conditions, Field(min_length=1)]
    then: dict[Slug, bool | int | float | str]


class RuleFile(FileModel):
    """A limit in some areas, for some situations. Without conditions the limit itself is not known."""

    areas: AreaKeys = (NATIONAL,)
    when: Conditions = ()
    limit: Line
    conditions: Conditions = ()
    otherwise: Otherwise = "ask"
    explanation: Annotated[str, Field(max_length=1000)] = ""
    sources: Annotated[tuple[Slug, ...], Field(min_length=1)]
    checked_on: Day | None = None


class ComparisonFile(FileModel):
    """What another gemeente does; it never decides anything."""

    text: Line
    source: Slug


class CriterionFile(FileModel):
    """One thing to look at: the answer shown with it, where its rules are, what is asked when it is unknown.

    `harmless` are conditions under which no limit can be exceeded, whatever it is. An answer that `informs`
    is asked even where no limit is known: the account manager needs it.
    """

    id: Slug
    label: Line
    shows: Slug
    when: Conditions = ()
    harmless: Conditions = ()
    informs: bool = False
    rules: tuple[RuleFile, ...] = ()
    elsewhere: tuple[ComparisonFile, ...] = ()
    ask: Line


class StepFile(FileModel):
    """Something to do next, with some verdicts, in some situations, in some areas.

    What it says of rules or procedures has sources, for the editors who keep it true.
    """

    text: Line
    verdicts: tuple[Verdict, ...] = tuple(Verdict)
    when: Conditions = ()
    areas: AreaKeys = (NATIONAL,)
    sources: tuple[Slug, ...] = ()


class VerdictFile(FileModel):
    """A verdict in words."""

    label: Line
    summary: Line


class TextsFile(FileModel):
    """Sentences that come back in every criterion. `{date}` and `{names}` are filled in."""

    not_found: Line
    not_found_explanation: Line
    not_found_sources: Annotated[tuple[Slug, ...], Field(min_length=1)]
    harmless: Line
    outdated: Line
    outdated_undated: Line
    comparison: Line
    decisive: Line


class RulesFile(FileModel):
    """The rule file of one check."""

    id: Slug
    title: Line
    topic: TopicKey
    introduction: Annotated[str, Field(min_length=1, max_length=1000)]
    disclaimer: Line
    checked_on: Day
    texts: TextsFile
    verdicts: dict[Verdict, VerdictFile]
    questions: Annotated[tuple[QuestionFile, ...], Field(min_length=1)]
    ratios: tuple[RatioFile, ...] = ()
    tables: tuple[TableFile, ...] = ()
    implications: tuple[ImplicationFile, ...] = ()
    sources: dict[Slug, RuleSource]
    criteria: Annotated[tuple[CriterionFile, ...], Field(min_length=1)]
    steps: tuple[StepFile, ...] = ()

    @field_validator("verdicts")
    @classmethod
    def _all_verdicts(cls, value: dict[Verdict, VerdictFile]) -> dict[Verdict, VerdictFile]:
        missing = sorted(set(Verdict) - set(value))
        if missing:
            raise ValueError(f"geen tekst voor: {', '.join(missing)}")
        return value
