"""What can be wrong with the answers to a check."""

from collections.abc import Mapping

from knowledge.errors import KnowledgeError


class AnswersError(KnowledgeError):
    """Answers that cannot be used: a Dutch reason by the id of each question."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        self.reasons = dict(reasons)
        super().__init__(" ".join(f"{name}: {reason}." for name, reason in reasons.items()))
