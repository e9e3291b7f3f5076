"""What a deliverer says when an entry did not arrive."""

from datetime import timedelta

from handoff.errors import HandoffError


class RetryLaterError(HandoffError):
    """It did not arrive now and may later; the message says why, without personal data."""

    def __init__(self, message: str, after: timedelta | None = None) -> None:
        """Name the time to wait when the other side asked for one; else the outbox chooses."""
        super().__init__(message)
        self.after = after


class UndeliverableError(HandoffError):
    """It will never arrive as it is: it becomes a dead letter at once. No personal data in the message."""
