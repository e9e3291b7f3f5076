"""Reads the design tokens of a gemeente (NL Design System) from its style sheet."""

import re
from collections.abc import Mapping

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# What holds for some screens only, such as a dark variant: with the rules in it.
_AT_RULE = re.compile(r"@[^{};]+(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_THEME = re.compile(r":root|\.[\w-]+-theme")
_TOKEN = re.compile(r"(--[\w-]+)\s*:\s*([^;]+)")
_REFERENCE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)")
_DEEPEST = 20


def read_tokens(css: str) -> dict[str, str]:
    """Return the tokens of a theme by name: those on `:root` or on one class that ends in `-theme`."""
    bare = _AT_RULE.sub("", _COMMENT.sub("", css))
    tokens: dict[str, str] = {}
    for selectors, body in _RULE.findall(bare):
        if any(_THEME.fullmatch(each.strip()) for each in selectors.split(",")):
            tokens |= {name: value.strip() for name, value in _TOKEN.findall(body)}
    return tokens


def resolve(tokens: Mapping[str, str], name: str) -> str:
    """Return what a token stands for in the end; empty when it, or one that it leads to, is not there."""
    value = tokens.get(name, "")
    for _ in range(_DEEPEST):
        if "var(" not in value:
            return value
        value = _REFERENCE.sub(lambda found: tokens.get(found[1], (found[2] or "").strip()), value)
    return ""
