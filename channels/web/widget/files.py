"""The files of the widget as browsers get them: filled in, and named by what is in them."""

import base64
import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from channels.web.widget.joining import join

LOADER = "voordeur.js"
CHAT = "chat.js"
_HERE = Path(__file__).parent / "client"
# Shared with the desk.
_SHARED = _HERE.parent.parent / "static" / "markdown.js"
_STYLE = "`/* style */`"
_STYLES = {LOADER: "loader.css", "style.js": "chat.css"}
# At the beginning of a line only: elsewhere it may stand in a string.
_BLOCK_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"(^|\s)// .*$")
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};,]|:(?= )) ?")
_PART = re.compile(r"^ */\* (loader/[a-z]+\.js) \*/$", re.MULTILINE)
_INTEGRITY = 'const INTEGRITY = "";'
_VERSION = 'const VERSION = "development";'


@dataclass(frozen=True)
class WidgetFile:
    """One script, ready to send."""

    content: bytes

    @cached_property
    def compressed(self) -> bytes:
        """The same, gzipped; always the same bytes for the same content."""
        return gzip.compress(self.content, 9, mtime=0)

    @property
    def integrity(self) -> str:
        """What a browser checks it against (Subresource Integrity)."""
        return "sha384-" + _digest("sha384", self.content)


@dataclass(frozen=True)
class Widget:
    """All files of one version; the version is the hash of everything in it."""

    version: str
    files: dict[str, WidgetFile]

    @property
    def loader(self) -> WidgetFile:
        """The file that a website names."""
        return self.files[LOADER]

    @property
    def path(self) -> str:
        """Where the loader of this very version stays."""
        return f"/widget/{self.version}/{LOADER}"


@lru_cache(maxsize=1)
def read_widget() -> Widget:
    """Read the scripts, fill in the styles, join the modules; the loader carries the integrity of the chat.

    So whoever checks the loader checks all of it.
    """
    paths = [*sorted(_HERE.glob("*.js")), _SHARED]
    texts = {path.stem: _with_style(path.name, _bare_script(_with_parts(path))) for path in paths}
    chat = WidgetFile(join(texts, "chat").encode())
    integrity = "sha256-" + _digest("sha256", chat.content)
    loader = texts["voordeur"].replace(_INTEGRITY, f'const INTEGRITY = "{integrity}";')
    version = hashlib.sha256(loader.encode()).hexdigest()[:16]
    loader = loader.replace(_VERSION, f'const VERSION = "{version}";')
    return Widget(version, {LOADER: WidgetFile(loader.encode()), CHAT: chat})


def _digest(algorithm: str, content: bytes) -> str:
    return base64.b64encode(hashlib.new(algorithm, content).digest()).decode()


def _with_parts(path: Path) -> str:
    """Read a script, with the parts that its comments name in their place: the loader is one file to load."""
    return _PART.sub(lambda part: (_HERE / part[1]).read_text("utf-8"), path.read_text("utf-8"))


def _with_style(name: str, text: str) -> str:
    """Put a style sheet into the script that adopts it: so it needs no address of its own."""
    if name not in _STYLES:
        return text
    style = _bare_style((_HERE / _STYLES[name]).read_text("utf-8"))
    return text.replace(_STYLE, json.dumps(style, ensure_ascii=False))


def _bare_script(text: str) -> str:
    """Leave out indents and comment, which no browser needs; no string spans lines or holds ` // `."""
    lines = (_COMMENT.sub("", line).strip() for line in _BLOCK_COMMENT.sub("", text).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def _bare_style(text: str) -> str:
    return _AROUND.sub(r"\1", _SPACE.sub(" ", _BLOCK_COMMENT.sub("", text))).strip()
