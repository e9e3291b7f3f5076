"""The guided checks that the content holds."""

from knowledge.areas import Areas
from knowledge.checks.files import CheckFiles
from knowledge.checks.funding import FundingCheck
from knowledge.checks.guided import GuidedCheck
from knowledge.checks.schemas import Check
from knowledge.schemas import Vocabulary

_FIRST = ("werken-aan-huis", "financiering", "locatie")
"""The order in which the checks are offered; others follow."""


class Checks:
    """Every check by its id, such as `werken-aan-huis`."""

    def __init__(self, files: CheckFiles, areas: Areas, vocabulary: Vocabulary) -> None:
        found: list[Check] = [GuidedCheck(rules, areas, vocabulary) for rules in files.rules]
        if files.funding:
            found.append(FundingCheck(files.funding, areas, vocabulary))
        self._checks = {check.id: check for check in sorted(found, key=_place)}

    def get(self, check_id: str) -> Check | None:
        """Return a check, or nothing when there is none with this id."""
        return self._checks.get(check_id)

    def all(self) -> list[Check]:
        """Return every check, in the order in which they are offered."""
        return list(self._checks.values())


def _place(check: Check) -> tuple[int, str]:
    return (_FIRST.index(check.id) if check.id in _FIRST else len(_FIRST), check.id)
