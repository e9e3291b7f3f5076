"""What may stand in ``languages.yaml`` and ``english.yaml``, field by field."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from knowledge.schemas import FileModel, Line, RepliesFile, as_list
from knowledge.topics import TopicKey

type Code = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
type Words = Annotated[tuple[Line, ...], BeforeValidator(as_list)]


class SayingsFile(FileModel):
    """How somebody says one thing: as the whole message, or anywhere in it."""

    whole: Words = ()
    within: Words = ()


class LanguageFile(FileModel):
    """A language: its name in itself and in Dutch, how somebody asks for it, and what is said in it.

    ``small_words`` stand in nearly every sentence of this language and in hardly any of another one.
    """

    name: Line
    dutch_name: Line
    direction: Literal["ltr", "rtl"] = "ltr"
    asks: SayingsFile = SayingsFile()
    small_words: Words = ()
    replies: RepliesFile = RepliesFile({})


class LanguagesFile(FileModel):
    """``languages.yaml``: the languages that are recognised, Dutch among them."""

    languages: dict[Code, LanguageFile] = Field(default_factory=dict)


class TopicWordsFile(FileModel):
    """A topic in English: its title, and the words by which it is recognised."""

    title: Line
    words: Words = ()


class EnglishFile(FileModel):
    """``english.yaml``: acts and topics in English."""

    acts: dict[str, SayingsFile] = Field(default_factory=dict)
    topics: dict[TopicKey, TopicWordsFile] = Field(default_factory=dict)
