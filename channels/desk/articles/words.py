"""The choices around an article as an editor reads them."""

from collections.abc import Mapping

from knowledge.areas import NATIONAL, REGIONAL, Areas
from knowledge.curation.differences import LABELS as FIELDS
from knowledge.curation.listing import NEW
from knowledge.curation.models import ArticleRevision, Origin, State
from knowledge.curation.review import LABELS as KINDS_OF_REVIEW
from knowledge.topics import TOPICS

AUDIENCES = {
    "starter": "starters",
    "zzp": "zzp'ers",
    "mkb": "mkb",
    "winkelier": "winkeliers",
    "iedereen": "iedereen",
}
CERTAINTIES = {
    "hoog": "hoog: de bron zegt het zelf",
    "middel": "middel: uit de bron afgeleid",
    "laag": "laag: de ondernemer moet het navragen",
}
LANGUAGES = {"nl": "Nederlands", "en": "Engels"}
STATUSES = {
    "published": "gepubliceerd",
    "withdrawn": "ingetrokken",
    "draft": "concept",
    State.IN_REVIEW.value: State.IN_REVIEW.label,
    State.REJECTED.value: State.REJECTED.label,
    State.CONFLICT.value: State.CONFLICT.label,
    NEW: "nog nooit gepubliceerd",
}
KINDS: Mapping[str, str] = {**KINDS_OF_REVIEW}
OWNERS = ("redactie-geld", "redactie-ondernemen", "redactie-ruimte")
"""The roles of the region that ships; those that articles name besides are offered too."""

_ORIGINS = {Origin.FILE: "uit een bestand", Origin.EXPIRY: "vanzelf, na de laatste dag"}
_SOURCE = {"title": "titel", "url": "webadres", "document": "document", "date": "datum"}

TOPIC_TITLES = {key: topic.title for key, topic in TOPICS.items()}

_BY_FIELD: Mapping[str, Mapping[str, str]] = {
    "topic": TOPIC_TITLES,
    "audience": AUDIENCES,
    "certainty": CERTAINTIES,
    "language": LANGUAGES,
    "status": STATUSES,
    "kind": KINDS,
}


def origin(revision: ArticleRevision) -> str:
    """Tell who made a revision, or what did."""
    return _ORIGINS.get(revision.origin, revision.author_name)


def control(name: str) -> str:
    """Name a control of the form: source-1-url is the address of the second source."""
    if name.startswith("source-"):
        _, number, part = name.split("-")
        return f"Bron {int(number) + 1}, {_SOURCE[part]}"
    return "Id" if name == "id" else FIELDS[name]


def has_words(field: str) -> bool:
    """Tell whether a field holds keys, which an editor reads as words."""
    return field in _BY_FIELD or field in {"area", "owner"}


def word(field: str, key: str, areas: Areas) -> str:
    """Write the key in a field as an editor reads it; an unknown key as it is."""
    if field == "area":
        return areas.name(key)
    return owner_name(key) if field == "owner" else _BY_FIELD.get(field, {}).get(key, key)


def owner_name(key: str) -> str:
    """Write the key of an owner as words: redactie-geld is Redactie geld."""
    return key.replace("-", " ").capitalize()


def area_choices(areas: Areas) -> list[tuple[str, dict[str, str]]]:
    """Return the areas that an article may have in groups, the nearest first."""
    inside = {slug: areas.name(slug) for slug in areas.region_gemeenten}
    outside = {slug: each.name for slug, each in areas.gemeenten().items() if slug not in inside}
    return [
        ("Algemeen", {key: areas.name(key) for key in (NATIONAL, REGIONAL)}),
        (f"Gemeenten in {areas.region_name}", inside),
        ("Groepen van gemeenten", _by_name(areas.groups())),
        ("Andere gemeenten", _by_name(outside)),
    ]


def _by_name(names: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(names.items(), key=lambda item: item[1]))
