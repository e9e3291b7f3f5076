"""What is wrong with a form of the directory, field by field."""

from collections.abc import Mapping

from handoff.errors import HandoffError


class EntryError(HandoffError):
    """Fields cannot be what they are; every message is a Dutch sentence to stand beside its field.

    The empty name stands for the form as a whole.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(" ".join(self.problems.values()))
