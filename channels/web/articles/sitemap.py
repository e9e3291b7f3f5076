"""/sitemap.xml and /robots.txt: where search engines may look, and what is there."""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from channels.web.articles.view import HOME, path
from knowledge.models import Article
from knowledge.topics import TOPICS

# A search engine reads this many addresses from one file.
MOST_ADDRESSES = 50_000
CHECKS = "/checks"
_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_CLOSED = ("/desk", "/internal", "/channels", "/v1/conversations", "/metrics")


def sitemap(articles: Iterable[Article], checks: Iterable[str], gemeenten: Iterable[str], base: str) -> bytes:
    """Return the map of the site: front pages, checks, and articles with their day and translation."""
    ET.register_namespace("", _MAP)
    ET.register_namespace("xhtml", _XHTML)
    root = ET.Element(f"{{{_MAP}}}urlset")
    topics = (f"{HOME}/onderwerp/{topic}" for topic in TOPICS)
    guided = (f"{CHECKS}/{check}" for check in checks)
    for address in (
        "/",
        *(f"/{each}" for each in gemeenten),
        HOME,
        f"{HOME}/begrippen",
        *topics,
        CHECKS,
        *guided,
        "/privacy",
        "/en",
        *(f"/en/topic/{topic}" for topic in TOPICS),
    ):
        _add(root, base + address)
    served = {article.id: article for article in articles}
    groups = _translations(served)
    for article in list(served.values())[: MOST_ADDRESSES - len(root)]:
        entry = _add(root, base + path(article))
        ET.SubElement(entry, f"{{{_MAP}}}lastmod").text = article.checked_on.isoformat()
        for version in groups.get(article.translation_of or article.id, ()):
            link = {"rel": "alternate", "hreflang": version.language, "href": base + path(version)}
            ET.SubElement(entry, f"{{{_XHTML}}}link", link)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def robots(base: str) -> str:
    """Return what robots may read: everything public, nothing of the desk or of conversations."""
    closed = "".join(f"Disallow: {address}\n" for address in _CLOSED)
    return f"User-agent: *\n{closed}\nSitemap: {base}/sitemap.xml\n"


def _add(root: ET.Element, address: str) -> ET.Element:
    entry = ET.SubElement(root, f"{{{_MAP}}}url")
    ET.SubElement(entry, f"{{{_MAP}}}loc").text = address
    return entry


def _translations(served: dict[str, Article]) -> dict[str, list[Article]]:
    """Return the versions of every article that has more than one, by the id of the original."""
    groups: dict[str, list[Article]] = {}
    for article in served.values():
        original = served.get(article.translation_of or "")
        if original:
            groups.setdefault(original.id, [original]).append(article)
    return groups
