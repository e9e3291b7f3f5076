"""The themes that the administrator put in the folder, made into a style sheet when they change."""

import logging
from functools import lru_cache
from pathlib import Path

from channels.web.themes.look import ThemeError, sheet_of
from channels.web.themes.tokens import read_tokens

logger = logging.getLogger(__name__)

REGION = "region"
"""The theme of every page without a gemeente, and of gemeenten without one of their own."""
LARGEST = 2_000_000  # bytes; the largest that are published are a tenth of that


def theme_for(folder: str, gemeente: str | None) -> str | None:
    """Return the name of the theme for a gemeente; nothing when there is none that can be used."""
    if not folder:
        return None
    names = (each for each in (gemeente, REGION) if each)
    return next((name for name in names if sheet(folder, name)), None)


def sheet(folder: str, name: str) -> str:
    """Return the style sheet of a theme; empty when there is none, or none that can be read on a screen."""
    path = Path(folder) / f"{name}.css"
    try:
        return _made(path, path.stat().st_mtime_ns)
    except OSError:
        return ""


@lru_cache(maxsize=100)
def _made(path: Path, _changed_at: int) -> str:
    """Make it once for each time the file changed; what is wrong with it is for the administrator."""
    try:
        with path.open(encoding="utf-8") as file:
            return sheet_of(read_tokens(file.read(LARGEST)))
    except (ThemeError, UnicodeDecodeError) as error:
        logger.warning("theme %s is not used: %s", path.name, error)
        return ""
