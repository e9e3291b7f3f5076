"""Two versions of an article side by side, in the words of an editor."""

from dataclasses import replace

from channels.desk.articles import words
from knowledge.areas import Areas
from knowledge.curation.differences import FieldDifference, Part, differences
from knowledge.drafts import Draft


def compare(before: Draft, after: Draft, areas: Areas) -> list[FieldDifference]:
    """Return the fields in which two versions differ; keys are written as words."""
    return [_in_words(each, areas) for each in differences(before, after)]


def _in_words(difference: FieldDifference, areas: Areas) -> FieldDifference:
    if not words.has_words(difference.field):
        return difference
    before, after = (
        "\n".join(words.word(difference.field, key, areas) for key in text.split("\n"))
        for text in (difference.before, difference.after)
    )
    parts = (Part("removed", before), Part("added", after))
    return replace(difference, before=before, after=after, parts=tuple(part for part in parts if part.text))
