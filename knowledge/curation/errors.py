"""What keeps an editor from doing something; every message is a sentence for that editor."""

from collections.abc import Sequence
from datetime import datetime

from knowledge.drafts import Draft
from knowledge.errors import KnowledgeError


class CurationError(KnowledgeError):
    """An editor cannot do this with this article, or not now."""


class UnknownRevisionError(CurationError):
    """There is no such article or revision."""


class NotOpenError(CurationError):
    """The revision is past the state in which this can be done."""


class ExistingArticleError(CurationError):
    """The id of a new article is that of another one."""


class SecondEditorError(CurationError):
    """Somebody else than the author has to look first."""


class NotPublishableError(CurationError):
    """The article is not finished or breaks a rule; ``problems`` has a Dutch sentence for each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(self.problems))


class MeanwhileError(CurationError):
    """Somebody else was first. Nothing is lost: the error carries both contents."""

    def __init__(self, message: str, mine: Draft, theirs: Draft) -> None:
        self.mine, self.theirs = mine, theirs
        super().__init__(message)


class MeanwhileChangedError(MeanwhileError):
    """Somebody else saved the revision after it was opened; ``changed_at`` saves over it after all."""

    def __init__(self, mine: Draft, theirs: Draft, author: str, changed_at: datetime) -> None:
        self.changed_at = changed_at
        super().__init__(f"{author} heeft dit concept intussen ook bewaard.", mine, theirs)


class PublishedMeanwhileError(MeanwhileError):
    """The article was published or withdrawn by somebody else after this revision was begun."""

    def __init__(self, mine: Draft, theirs: Draft, number: int, author: str) -> None:
        self.number = number
        super().__init__(
            f"Intussen is versie {number} van dit artikel gepubliceerd ({author}). Vergelijk de versies "
            "en kies of u verdergaat met uw concept.",
            mine,
            theirs,
        )
