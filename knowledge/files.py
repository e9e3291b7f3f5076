"""Reading the content folder: every file checked, every mistake reported with file, line and field."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel

from knowledge.areas import NATIONAL, REGIONAL
from knowledge.checks.files import CheckFiles, read_checks
from knowledge.doors import DoorsFile, read_doors
from knowledge.errors import ContentError, Problem
from knowledge.language_files import EnglishFile, LanguagesFile
from knowledge.moments import MomentFile, read_moments
from knowledge.sameness import bare, overlap
from knowledge.schemas import (
    AreasFile,
    ArticleFile,
    RepliesFile,
    SchemesFile,
    SynonymsFile,
    TradesFile,
    Vocabulary,
)
from knowledge.yaml_files import YamlFile, decode, split_front_matter

_AREAS, _TRADES, _SCHEMES, _SYNONYMS, _REPLIES = FRAME_FILES = (
    "areas.yaml",
    "vocabulary/trades.yaml",
    "vocabulary/schemes.yaml",
    "vocabulary/synonyms.yaml",
    "replies.yaml",
)
_REPLIES_EN, _LANGUAGES, _ENGLISH = LANGUAGE_FILES = (
    "replies.en.yaml",
    "languages.yaml",
    "english.yaml",
)
"""May be left out: then everything is Dutch."""
_DETAILS = "\n## "


@dataclass(frozen=True)
class LanguageContent:
    """What is known of other languages than Dutch."""

    replies_en: RepliesFile = field(default_factory=lambda: RepliesFile({}))
    languages: LanguagesFile = field(default_factory=LanguagesFile)
    english: EnglishFile = field(default_factory=EnglishFile)


@dataclass(frozen=True)
class Content:
    """Everything that the content folder holds."""

    articles: tuple[ArticleFile, ...]
    areas: AreasFile
    vocabulary: Vocabulary
    replies: RepliesFile
    checks: CheckFiles = field(default_factory=CheckFiles)
    moments: Mapping[str, MomentFile] = field(default_factory=dict)
    doors: DoorsFile = field(default_factory=DoorsFile)
    other_languages: LanguageContent = field(default_factory=LanguageContent)


def read_content(folder: Path) -> Content:
    """Read and check the whole content folder.

    Raises:
        ContentError: one or more files hold mistakes; all of them are listed.
    """
    problems: list[Problem] = []
    areas, vocabulary, replies = _read_frame(folder, problems)
    articles = _read_articles(folder, areas, problems)
    checks, moments = read_checks(folder, areas, problems), read_moments(folder, replies, problems)
    doors, languages = read_doors(folder, problems), _read_languages(folder, problems)
    if problems or areas is None or vocabulary is None or replies is None:
        raise ContentError(problems)
    return Content(articles, areas, vocabulary, replies, checks, moments, doors, languages)


def read_frame(folder: Path) -> Content:
    """Read areas, vocabulary, replies, checks, moments and doors, without the articles.

    Raises:
        ContentError: one or more of these files hold mistakes.
    """
    problems: list[Problem] = []
    areas, vocabulary, replies = _read_frame(folder, problems)
    checks, moments = read_checks(folder, areas, problems), read_moments(folder, replies, problems)
    doors, languages = read_doors(folder, problems), _read_languages(folder, problems)
    if problems or areas is None or vocabulary is None or replies is None:
        raise ContentError(problems)
    return Content((), areas, vocabulary, replies, checks, moments, doors, languages)


def _read_frame(
    folder: Path, problems: list[Problem]
) -> tuple[AreasFile | None, Vocabulary | None, RepliesFile | None]:
    areas = _read(folder, _AREAS, AreasFile, problems)
    trades = _read(folder, _TRADES, TradesFile, problems)
    schemes = _read(folder, _SCHEMES, SchemesFile, problems)
    replies = _read(folder, _REPLIES, RepliesFile, problems)
    synonyms = _read(folder, _SYNONYMS, SynonymsFile, problems)
    if not (trades and schemes and synonyms):
        return areas, None, replies
    vocabulary = Vocabulary(trades=trades.trades, schemes=schemes.schemes, synonyms=synonyms.groups)
    return areas, vocabulary, replies


def _read_languages(folder: Path, problems: list[Problem]) -> LanguageContent:
    """Read what is there on other languages; a file that is not there says nothing."""
    replies = _read_if_there(folder, _REPLIES_EN, RepliesFile, problems) or RepliesFile({})
    languages = _read_if_there(folder, _LANGUAGES, LanguagesFile, problems) or LanguagesFile()
    english = _read_if_there(folder, _ENGLISH, EnglishFile, problems) or EnglishFile()
    return LanguageContent(replies, languages, english)


def _read_if_there[Model: BaseModel](
    folder: Path, name: str, model: type[Model], problems: list[Problem]
) -> Model | None:
    return _read(folder, name, model, problems) if (folder / name).exists() else None


def _read[Model: BaseModel](
    folder: Path, name: str, model: type[Model], problems: list[Problem]
) -> Model | None:
    """Read one YAML file into a model, or note what is wrong with it."""
    text = decode(folder, name, problems)
    if text is None:
        return None
    found = YamlFile(name, text).validate(model)
    if isinstance(found, list):
        problems.extend(found)
        return None
    return found


@dataclass(frozen=True)
class _Found:
    """An article with the file it came from."""

    article: ArticleFile
    yaml: YamlFile

    def problem(self, name: str, message: str, *path: str | int) -> Problem:
        """Describe a mistake at a field of this article."""
        return Problem(self.yaml.name, self.yaml.line(path or (name,)), name, message)


def _read_articles(folder: Path, areas: AreasFile | None, problems: list[Problem]) -> tuple[ArticleFile, ...]:
    found = [
        article
        for path in sorted((folder / "articles").rglob("*"))
        if path.is_file() and not path.name.startswith(".")
        if (article := _read_article(folder, path, problems))
    ]
    problems.extend(_misplaced(found))
    problems.extend(_unknown_areas(found, areas) if areas else ())
    problems.extend(_unknown_originals(found))
    problems.extend(_Duplicates().check(found))
    return tuple(one.article for one in found)


def _read_article(folder: Path, path: Path, problems: list[Problem]) -> _Found | None:
    name = path.relative_to(folder).as_posix()
    if path.suffix != ".md" or name.count("/") != 2:
        problems.append(Problem(name, 1, "bestand", "een artikel staat in articles/<topic>/<id>.md"))
        return None
    text = decode(folder, name, problems)
    parts = split_front_matter(text) if text is not None else None
    if parts is None:
        if text is not None:
            problems.append(Problem(name, 1, "front matter", "begint en eindigt met een regel met ---"))
        return None
    yaml = YamlFile(name, parts.yaml, skipped=1, extra=_body(parts.body), extra_line=parts.body_line)
    article = yaml.validate(ArticleFile)
    if isinstance(article, list):
        problems.extend(article)
        return None
    return _Found(article, yaml)


def _body(text: str) -> dict[str, str]:
    """Split the text under the front matter: up to the first heading is the short answer."""
    short, heading, details = f"\n{text}".partition(_DETAILS)
    return {"short_answer": short.strip(), "details": (heading + details).strip()}


def _misplaced(found: Iterable[_Found]) -> Iterator[Problem]:
    for one in found:
        _, topic, name = one.yaml.name.split("/")
        if one.article.id != name.removesuffix(".md"):
            yield one.problem("id", "is niet gelijk aan de bestandsnaam")
        if one.article.topic != topic:
            yield one.problem("topic", "is niet gelijk aan de naam van de map")


def _unknown_areas(found: Iterable[_Found], areas: AreasFile) -> Iterator[Problem]:
    known = {NATIONAL, REGIONAL, *areas.gemeenten, *areas.regions, *areas.groups}
    for one in found:
        if one.article.area not in known:
            yield one.problem("area", f"{one.article.area} staat niet in areas.yaml")


def _unknown_originals(found: Sequence[_Found]) -> Iterator[Problem]:
    """A translation belongs to a Dutch article that is there."""
    dutch = {one.article.id for one in found if one.article.language == "nl"}
    for one in found:
        original = one.article.translation_of
        if original is not None and original not in dutch:
            yield one.problem("translation_of", f"{original} is geen Nederlands artikel")


@dataclass
class _Duplicates:
    """Finds what may stand in the content only once."""

    ids: dict[str, _Found] = field(default_factory=dict)
    phrasings: dict[tuple[str, str], _Found] = field(default_factory=dict)
    versions: dict[tuple[str, str, str], list[_Found]] = field(default_factory=dict)

    def check(self, found: Iterable[_Found]) -> Iterator[Problem]:
        """Compare every article with the ones before it."""
        for one in found:
            yield from self._same_id(one)
            if one.article.status != "withdrawn":
                yield from self._same_phrasing(one)
                yield from self._same_version(one)

    def _same_id(self, one: _Found) -> Iterator[Problem]:
        first = self.ids.setdefault(one.article.id, one)
        if first is not one:
            yield one.problem("id", f"{one.article.id} staat ook in {first.yaml.name}")

    def _same_phrasing(self, one: _Found) -> Iterator[Problem]:
        for number, question in enumerate(one.article.questions):
            first = self.phrasings.setdefault((one.article.language, bare(question)), one)
            if first.article.subject != one.article.subject:
                message = f"'{question}' staat ook in {first.yaml.name}, bij een ander subject"
                yield one.problem("questions", message, "questions", number)

    def _same_version(self, one: _Found) -> Iterator[Problem]:
        """Two articles on one subject for one area may follow each other in time, not overlap."""
        article = one.article
        others = self.versions.setdefault((article.subject, article.area, article.language), [])
        for first in others:
            if overlap(first.article, article):
                yield one.problem("subject", f"{first.yaml.name} gaat over hetzelfde, voor hetzelfde gebied")
        others.append(one)
