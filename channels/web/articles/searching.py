"""The search of the public pages, the same in both languages; nothing that is typed stands in an address."""

from dataclasses import dataclass

from fastapi import Response

from channels.conversations.text import LONGEST_TEXT, clean, is_visible
from channels.errors import TooManyRequestsError
from channels.rate_limits import Rate
from channels.web.articles.labels import ENGLISH
from channels.web.articles.page import ENGLISH_HOME, Reader
from channels.web.articles.view import HOME, MOST_FOUND
from channels.web.limits import count
from knowledge.search.index import Verdict
from knowledge.search.words import DUTCH


@dataclass(frozen=True)
class SearchPage:
    """The page with the search in one language."""

    language: str
    template: str
    address: str
    too_long: str
    no_words: str

    async def asked(self, reader: Reader, question: str, gemeente: str) -> Response:
        """Search the articles for a form that was sent; who asks too much is told to wait."""
        reader = reader.at(gemeente)
        try:
            await count(reader.services, Rate.CLIENT, reader.request)
        except TooManyRequestsError as error:
            return reader.wait(error)
        return self.show(reader, clean(question))

    def show(self, reader: Reader, question: str = "") -> Response:
        """Show the form with what was found; before anything is typed nothing is."""
        refusal, found = self._refusal(question), None
        if question and not refusal:
            index = reader.library.index_in(self.language)
            found = index.search(question, gemeente=reader.place.gemeente, limit=MOST_FOUND)
        return reader.page(
            self.template,
            400 if refusal or reader.place.refused else 200,
            address=self.address,
            language=self.language,
            question=question,
            refusal=refusal,
            found=found,
            sure=found is not None and found.verdict is Verdict.SURE,
        )

    def _refusal(self, question: str) -> str:
        """Say what is wrong with a question; nothing typed yet is not wrong."""
        if len(question) > LONGEST_TEXT:
            return self.too_long
        return self.no_words if question and not is_visible(question) else ""


IN_DUTCH = SearchPage(
    DUTCH,
    "articles/search.html",
    f"{HOME}/zoeken",
    too_long=f"Uw vraag is te lang. Gebruik hooguit {LONGEST_TEXT} tekens.",
    no_words="Typ uw vraag in gewone woorden.",
)
IN_ENGLISH = SearchPage(
    ENGLISH,
    "english/search.html",
    f"{ENGLISH_HOME}/search",
    too_long=f"Your question is too long. Use at most {LONGEST_TEXT} characters.",
    no_words="Type your question in plain words.",
)
