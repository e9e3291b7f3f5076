"""Joins the modules of the chat to one file: one request, and what they have in common is compressed once."""

import re
from collections.abc import Mapping

_IMPORT = re.compile(r'^import (?:\* as (\w+)|(\{[^}]+\})) from "\./([a-z]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (\w+))", re.MULTILINE)


def join(texts: Mapping[str, str], main: str) -> str:
    """Return `main` after every module that it imports, each in a function that keeps its names apart.

    `texts` holds the modules by name without `.js`. A module imports from modules beside it, in one line a
    time, and exports functions, constants and classes where they are declared.
    """
    parts = [_wrapped(name, texts[name]) for name in _in_order(texts, main) if name != main]
    return "".join([*parts, _bound(texts[main])])


def _in_order(texts: Mapping[str, str], main: str) -> list[str]:
    """Return the names, every module after those that it imports."""
    ordered: list[str] = []

    def visit(name: str) -> None:
        for _, _, imported in _IMPORT.findall(texts[name]):
            if imported not in ordered:
                visit(imported)
        ordered.append(name)

    visit(main)
    return ordered


def _wrapped(name: str, text: str) -> str:
    exports = ", ".join(_EXPORT.findall(text))
    body = _EXPORT.sub("", _bound(text))
    return f"const _{name} = (() => {{\n{body}return {{ {exports} }};\n}})();\n"


def _bound(text: str) -> str:
    """Take imported names from the modules that stand before."""
    return _IMPORT.sub(lambda found: f"const {found[1] or found[2]} = _{found[3]};", text)
