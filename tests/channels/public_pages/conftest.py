"""A store with an article of every kind that a public page has to show."""

from pathlib import Path

import pytest
from public_page import GLOSSARY, put


@pytest.fixture
def content_dir(content_dir: Path) -> Path:
    """The three articles of the other tests and some of every kind that a page has to show."""
    body = "Kort antwoord.\n\n## Meer weten\n\nBegin met vooroverleg."
    put(content_dir, "zegel", "Hoe vraag ik een zegel aan?", body, upl="leges", certainty="laag")
    put(content_dir, "zegel-laren", "Een zegel in Laren", subject="zegel", area="laren")
    put(content_dir, "zegel-en", "Apply for a seal", "Short.", language="en", translation_of="zegel")
    put(content_dir, "weg", "Weg <ermee>", subject="zegel", status="withdrawn", area="laren")
    put(content_dir, "weg-alleen", "Nergens meer", status="withdrawn")
    put(content_dir, "concept", "Nog niet klaar", status="draft")
    put(content_dir, "later", "Pas over jaren", valid_from="2098-01-01")
    put(content_dir, "vroeger", "Voorbij", valid_from="2024-01-01", valid_until="2024-12-31")
    (content_dir / "glossary.yaml").write_text(GLOSSARY, encoding="utf-8")
    products = "products: {leges: http://standaarden.voorbeeld.test/leges}\n"
    (content_dir / "vocabulary" / "upl.yaml").write_text(products, encoding="utf-8")
    return content_dir
