"""Websites that put the chat on their pages: small pages on a server of their own, however strict."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_PAGE = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ondernemen in onze gemeente</title>{head}</head>
<body class="{theme}">
<a href="#inhoud">Naar de inhoud</a>
<main id="inhoud"><h1>Ondernemen in onze gemeente</h1>
<p>Alles over <a href="/andere">vestigen en vergunningen</a>.</p></main>
{script}
</body></html>"""


@dataclass
class Website:
    """What a website serves; a test changes it before it opens a page."""

    address: str
    script: str = ""
    policy: str = ""
    head: str = ""
    theme: str = ""
    files: dict[str, bytes] = field(default_factory=dict)

    def embed(self, voordeur: str, **data: str) -> "Website":
        """Put the one line on every page."""
        attributes = "".join(f' data-{name}="{value}"' for name, value in data.items())
        self.script = f'<script src="{voordeur}/voordeur.js"{attributes} defer></script>'
        return self

    def page(self) -> bytes:
        """Return the page as it is now."""
        parts = {name: getattr(self, name) for name in ("script", "head", "theme")}
        return _PAGE.format(**parts).encode()


@contextmanager
def website() -> Iterator[Website]:
    """Serve a website on a free port during the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            content = site.files.get(path) or (site.page() if "." not in path else b"")
            self.send_response(200)
            self.send_header(
                "Content-Type", "text/css" if path.endswith(".css") else "text/html; charset=utf-8"
            )
            if site.policy:
                self.send_header("Content-Security-Policy", site.policy)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Website(f"http://localhost:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
