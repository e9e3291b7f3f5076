"""What machines read in a page: schema.org as JSON-LD, nothing that the page itself does not say."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from channels.web.articles import text
from channels.web.articles.view import HOME, path
from knowledge.areas import NATIONAL, Areas
from knowledge.glossary import TermFile
from knowledge.models import Article, ArticleSource
from knowledge.topics import TOPICS

type Node = dict[str, Any]

_CONTEXT = "https://schema.org"
# What would end the script element, or begin anything else in HTML.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def script(*nodes: Node) -> Markup:
    """Return nodes as the content of a script element; no text in them can end it."""
    text = json.dumps({"@context": _CONTEXT, "@graph": nodes}, ensure_ascii=False)
    return Markup(text.translate(_ESCAPES))  # noqa: S704


def article_nodes(
    article: Article,
    areas: Areas,
    base: str,
    *,
    products: Mapping[str, str],
    translation: Article | None = None,
) -> list[Node]:
    """Describe an article, its subject and its place; a title that asks also as question and answer."""
    nodes = [_article(article, areas, base, products, translation), _breadcrumb(article, base)]
    return [*nodes, _question(article, base)] if article.title.endswith("?") else nodes


def list_node(articles: Sequence[Article], title: str, address: str, base: str) -> Node:
    """Describe a page that lists articles."""
    items = [
        {"@type": "ListItem", "position": number, "name": article.title, "url": base + path(article)}
        for number, article in enumerate(articles, 1)
    ]
    listed = {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}
    return {
        "@type": "CollectionPage",
        "@id": base + address,
        "name": title,
        "inLanguage": "nl",
        "mainEntity": listed,
    }


def glossary_node(terms: Sequence[TermFile], base: str) -> Node:
    """Describe the glossary."""
    address = f"{base}{HOME}/begrippen"
    defined = [
        {
            "@type": "DefinedTerm",
            "@id": f"{address}#{term.anchor}",
            "name": term.term,
            "description": term.meaning,
            **({"alternateName": list(term.also)} if term.also else {}),
        }
        for term in terms
    ]
    kind = {"@type": "DefinedTermSet", "@id": address, "name": "Begrippen", "inLanguage": "nl"}
    return {**kind, "hasDefinedTerm": defined}


def _article(
    article: Article, areas: Areas, base: str, products: Mapping[str, str], translation: Article | None
) -> Node:
    address = base + path(article)
    node: Node = {
        "@type": "Article",
        "@id": address,
        "url": address,
        "headline": article.title,
        "abstract": text.to_plain(article.short_answer),
        "inLanguage": article.language,
        "articleSection": TOPICS[article.topic].title,
        "datePublished": article.valid_from.isoformat(),
        "dateModified": article.checked_on.isoformat(),
        "expires": article.valid_until.isoformat(),
        "isAccessibleForFree": True,
        "publisher": {"@type": "Organization", "name": f"Voordeur {areas.region_name}", "url": base},
        "spatialCoverage": _area(areas, article.area),
        "about": _about(article, areas, products),
        "citation": [_source(source) for source in article.sources],
    }
    if translation:
        relation = "translationOfWork" if article.translation_of else "workTranslation"
        other = {"@type": "Article", "@id": base + path(translation), "inLanguage": translation.language}
        node[relation] = other
    return node


def _about(article: Article, areas: Areas, products: Mapping[str, str]) -> list[Node]:
    """Say which area it is about, and which public service when the editor named its product."""
    area = _area(areas, article.area)
    if not article.upl:
        return [area]
    service = {"@type": "GovernmentService", "name": article.upl, "areaServed": area}
    address = products.get(article.upl)
    return [area, service | ({"identifier": address, "sameAs": address} if address else {})]


def _area(areas: Areas, area: str) -> Node:
    if area == NATIONAL:
        return {"@type": "Country", "name": "Nederland"}
    name = areas.name(area)
    return {"@type": "AdministrativeArea", "name": f"Gemeente {name}" if areas.is_gemeente(area) else name}


def _source(source: ArticleSource) -> Node:
    node = {"@type": "CreativeWork", "name": source.title or source.document}
    if source.url:
        node["url"] = source.url
    if source.date != "onbekend":
        node["datePublished"] = source.date
    return node


def _breadcrumb(article: Article, base: str) -> Node:
    steps = [
        ("Kennisbank", HOME),
        (TOPICS[article.topic].title, f"{HOME}/onderwerp/{article.topic}"),
        (article.title, path(article)),
    ]
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": base + address}
        for number, (name, address) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _question(article: Article, base: str) -> Node:
    answer = {"@type": "Answer", "text": text.to_plain(article.short_answer)}
    question = {"@type": "Question", "name": article.title, "acceptedAnswer": answer}
    address = f"{base}{path(article)}#vraag"
    return {"@type": "FAQPage", "@id": address, "inLanguage": article.language, "mainEntity": [question]}
