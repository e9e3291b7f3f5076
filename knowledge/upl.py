"""The addresses of products of the Uniforme Productnamenlijst, from ``vocabulary/upl.yaml``."""

from functools import lru_cache
from pathlib import Path

from knowledge.errors import ContentError, Problem
from knowledge.schemas import FileModel, Line
from knowledge.yaml_files import YamlFile, decode

_FILE = "vocabulary/upl.yaml"


class ProductsFile(FileModel):
    """``vocabulary/upl.yaml``: the official address of each product name that articles carry."""

    products: dict[str, Line]


def product_addresses(folder: Path) -> dict[str, str]:
    """Return the official address of each product; none when the content folder has no such list.

    Raises:
        ContentError: the file holds mistakes.
    """
    path = folder / _FILE
    return _read(folder, path.stat().st_mtime) if path.exists() else {}


@lru_cache(maxsize=2)
def _read(folder: Path, _changed_at: float) -> dict[str, str]:
    problems: list[Problem] = []
    text = decode(folder, _FILE, problems)
    found = YamlFile(_FILE, text).validate(ProductsFile) if text is not None else problems
    if isinstance(found, list):
        raise ContentError(found)
    return dict(found.products)
