"""What takes the place of a page for editors."""

from channels.desk.errors import PageError


class ArticleNotFoundError(PageError):
    """There is no such article, draft or page, or it is not for this user: they look alike on purpose."""

    status = 404

    def __init__(self) -> None:
        super().__init__("Dit artikel of concept bestaat niet (meer), of is niet voor u.")
