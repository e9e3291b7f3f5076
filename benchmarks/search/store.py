"""The articles to search in: those of the content folder, or many invented ones made of their words."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kit.settings import get_settings
from knowledge import convert
from knowledge.areas import Areas
from knowledge.files import read_content
from knowledge.models import Article
from knowledge.schemas import ArticleFile
from knowledge.search.index import SearchIndex
from knowledge.search.synonyms import Synonyms

_LETTERS = "aeioubdfgklmnprstvz"
_NEW_WORDS = 20_000


@dataclass(frozen=True)
class Store:
    """Articles with the areas and synonyms that belong to them."""

    files: Sequence[ArticleFile]
    articles: Sequence[Article]
    areas: Areas
    synonyms: Synonyms

    @classmethod
    def shipped(cls) -> "Store":
        """Read the published Dutch articles of the content folder."""
        settings = get_settings()
        content = read_content(settings.content_dir)
        files = [file for file in content.articles if file.status == "published" and file.language == "nl"]
        areas = Areas(content.areas, settings.region)
        return cls(files, [as_article(file) for file in files], areas, Synonyms(content.vocabulary.synonyms))

    def index(self, articles: Sequence[Article] | None = None) -> SearchIndex:
        """Build an index over the articles, or over others."""
        return SearchIndex(self.articles if articles is None else articles, self.areas, self.synonyms)

    def invented(self, number: int) -> Iterator[Article]:
        """Invent articles on half as many subjects: one for the country and one for a gemeente of each.

        Every text is as long as that of a real article, of its words and of some invented ones, for a
        larger store knows more words.
        """
        chance = random.Random(number)  # noqa: S311
        new = ["".join(chance.choices(_LETTERS, k=chance.randint(5, 11))) for _ in range(_NEW_WORDS)]
        gemeenten = self.areas.region_gemeenten
        for count in range(number):
            file = chance.choice(self.files)
            area = gemeenten[count // 2 % len(gemeenten)] if count % 2 else "landelijk"
            fields = {"id": f"verzonnen-{count}", "subject": f"onderwerp-{count // 2}", "area": area}
            yield as_article(file.model_copy(update={**fields, **_texts(file, new, chance)}))


def as_article(file: ArticleFile) -> Article:
    """Make an article that was never in a database."""
    article = Article()
    convert.fill(article, file)
    return article


def _texts(file: ArticleFile, new: Sequence[str], chance: random.Random) -> dict[str, object]:
    words = " ".join((*file.questions, file.short_answer)).split()
    own = chance.sample(new, len(words) // 4)

    def mixed(text: str) -> str:
        return " ".join(chance.choices(words + own, k=len(text.split())))

    return {
        "title": mixed(file.title),
        "short_answer": mixed(file.short_answer),
        "details": mixed(file.details),
        "questions": tuple(mixed(question) for question in file.questions),
    }
