"""Reading the documents, for the tests that compare them with the code."""

import re
import subprocess
from functools import lru_cache
from pathlib import Path

from kit.settings import ROOT

DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))


def read(path: str | Path) -> str:
    """Return the text of a file of the project."""
    return (ROOT / path).read_text(encoding="utf-8")


def code_in(text: str) -> list[str]:
    """Return the lines of code blocks and the inline code of a Markdown text, diagrams left out."""
    blocks = re.findall(r"^```(?!mermaid)[a-z]*\n(.*?)^```", text, re.M | re.S)
    outside = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    inline = re.findall(r"`([^`]+)`", outside)
    return [line for block in blocks for line in block.splitlines()] + inline


@lru_cache
def tracked() -> tuple[Path, ...]:
    """Return the files that go to whoever gets the project."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(path for path in (ROOT / name for name in listed.stdout.splitlines()) if path.is_file())
