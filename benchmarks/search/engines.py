"""The search and the two baselines, each behind one function: a pair in, the best article ids out.

A document is everything on one subject: phrasings, titles, short answers and details of its articles. All
engines get the question without names of places, and for all of them the gemeente chooses the article.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby

import psycopg

from benchmarks.search.pairs import Pair
from knowledge.areas import Areas
from knowledge.choice import choose
from knowledge.models import Article
from knowledge.search.index import SearchIndex
from knowledge.search.prior import Prior
from knowledge.search.verdict import Verdict, judge
from knowledge.search.words import words
from tests.servers import running_postgres

DEPTH = 10
"""Hits that are looked at."""


@dataclass(frozen=True)
class Found:
    """The ids that an engine found, best first, and whether it is sure of the first, if it can tell."""

    articles: list[str]
    sure: bool | None = None


type Engine = Callable[[Pair], Found]


def own_engine(index: SearchIndex, prior_of: Callable[[Pair], Prior]) -> Engine:
    """Return the search of Voordeur, with what a model made of the question, or should have."""

    def find(pair: Pair) -> Found:
        prior = prior_of(pair)
        ranked = index.rank(pair.question, prior=prior, gemeente=pair.gemeente, limit=DEPTH)
        verdict, _ = judge(ranked, prior)
        return Found([hit.article.id for hit in ranked], verdict is Verdict.SURE)

    return find


class _Subjects:
    """The articles by subject, for engines that know nothing of gemeenten."""

    def __init__(self, articles: Sequence[Article], areas: Areas) -> None:
        ordered = sorted(articles, key=lambda article: (article.subject, article.id))
        groups = groupby(ordered, key=lambda article: article.subject)
        self._versions = {subject: list(group) for subject, group in groups}
        self._areas = areas

    def documents(self) -> Iterator[tuple[str, str]]:
        """Give every subject with its text."""
        for subject, versions in self._versions.items():
            yield subject, "\n".join(text for article in versions for text in _texts(article))

    def question(self, pair: Pair) -> str:
        """Return the words of a question without places, to be combined with "or"."""
        return self._areas.without_places(pair.question, pair.gemeente)

    def found(self, pair: Pair, subjects: Sequence[str]) -> Found:
        """Turn subjects into the articles that hold in the gemeente of the question."""
        gemeente = pair.gemeente or self._areas.find(pair.question)
        chosen = (choose(self._versions[subject], gemeente, self._areas) for subject in subjects)
        return Found([choice.article.id for choice in chosen if choice][:DEPTH])


def _texts(article: Article) -> list[str]:
    questions = [question.text for question in article.questions]
    return [article.title, *questions, article.short_answer, article.details]


def sqlite_engine(articles: Sequence[Article], areas: Areas) -> Engine:
    """Return SQLite's FTS5 with its BM25, tokenizer `unicode61` without diacritics."""
    subjects = _Subjects(articles, areas)
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE documents USING fts5(subject UNINDEXED, text)")
    database.executemany("INSERT INTO documents VALUES (?, ?)", subjects.documents())
    statement = "SELECT subject FROM documents WHERE documents MATCH ? ORDER BY bm25(documents)"

    def find(pair: Pair) -> Found:
        asked = " OR ".join(f'"{word}"' for word in words(subjects.question(pair)))
        return subjects.found(pair, [row[0] for row in database.execute(statement, [asked])] if asked else [])

    return find


@contextmanager
def postgres_engine(articles: Sequence[Article], areas: Areas) -> Iterator[Engine]:
    """Run PostgreSQL's full text search with its `dutch` configuration and `ts_rank`, on a GIN index."""
    subjects = _Subjects(articles, areas)
    with running_postgres() as server:
        url = server.create("search").replace("+psycopg", "")
        with psycopg.connect(url, autocommit=True) as database:
            _fill(database, subjects)

            def find(pair: Pair) -> Found:
                asked = " | ".join(words(subjects.question(pair)))
                rows = database.execute(_POSTGRES, [asked, asked]).fetchall() if asked else []
                return subjects.found(pair, [row[0] for row in rows])

            yield find


_POSTGRES = """
SELECT subject FROM documents WHERE text @@ to_tsquery('dutch', %s)
ORDER BY ts_rank(text, to_tsquery('dutch', %s)) DESC, subject
"""


def _fill(database: psycopg.Connection, subjects: _Subjects) -> None:
    database.execute("CREATE TABLE documents (subject text, text tsvector)")
    database.cursor().executemany(
        "INSERT INTO documents VALUES (%s, to_tsvector('dutch', %s))", list(subjects.documents())
    )
    database.execute("CREATE INDEX ON documents USING gin (text)")
    database.execute("ANALYZE documents")
