"""The line that puts the chat on a website."""

from html import escape

from channels.web.widget.files import read_widget


def snippet(address: str, *, gemeente: str | None = None) -> str:
    """Return the line that always loads the newest version from this address."""
    return _script(f"{address}/voordeur.js", gemeente, "")


def pinned_snippet(address: str, *, gemeente: str | None = None) -> str:
    """Return the line that loads this very version, which the browser checks by its integrity."""
    widget = read_widget()
    check = f' integrity="{widget.loader.integrity}" crossorigin="anonymous"'
    return _script(f"{address}{widget.path}", gemeente, check)


def _script(source: str, gemeente: str | None, check: str) -> str:
    place = f' data-gemeente="{escape(gemeente)}"' if gemeente else ""
    return f'<script src="{escape(source)}"{place}{check} defer></script>'
