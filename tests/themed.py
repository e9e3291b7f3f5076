"""The looks of two municipalities for the public pages of a Voordeur that a test starts."""

import shutil
from pathlib import Path

from kit.settings import ROOT

_TOKENS = ROOT / "tests/browser/themes/node_modules"
THEMED = {
    "eemnes": _TOKENS / "@utrecht/design-tokens/dist/index.css",
    "wijdemeren": _TOKENS / "@gemeentenijmegen/design-tokens/dist/index.css",
}
"""By gemeente the tokens of another one; npm brings them, and without it they are not there."""


def put_themes(folder: Path) -> str:
    """Put the themes in a folder and return it as a setting."""
    for gemeente, theme in THEMED.items():
        if theme.exists():
            shutil.copyfile(theme, folder / f"{gemeente}.css")
    return str(folder)
