"""The files of the widget: small, checked by the loader, kept by browsers, and safe under a strict policy."""

import asyncio
import base64
import hashlib
import re
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from channels.cli import app as commands
from channels.services import Services
from channels.web.widget import files
from channels.web.widget.files import CHAT, LOADER, Widget, WidgetFile, read_widget
from channels.web.widget.joining import join
from channels.web.widget.models import KeptFile
from channels.web.widget.snippet import pinned_snippet, snippet
from channels.web.widget.versions import keep
from kit.database import Database

MOST = 25_000  # bytes, gzipped, of everything together
CLIENT = Path(files.__file__).parent / "client"
SVG = "http://www.w3.org/2000/svg"


@pytest.fixture
def widget() -> Widget:
    return read_widget()


def test_everything_together_is_at_most_25_kb_gzipped(widget: Widget) -> None:
    sizes = {name: len(file.compressed) for name, file in widget.files.items()}
    assert sum(sizes.values()) <= MOST, sizes
    assert sizes[LOADER] <= 7_000  # what every page loads, also when nobody opens the chat


def test_the_loader_carries_the_integrity_of_the_chat(widget: Widget) -> None:
    assert widget.files.keys() == {LOADER, CHAT}
    digest = hashlib.sha256(widget.files[CHAT].content).digest()
    written = f'const INTEGRITY = "sha256-{base64.b64encode(digest).decode()}";'
    assert written in widget.loader.content.decode()


def test_modules_are_joined_in_the_order_in_which_they_need_each_other() -> None:
    texts = {
        "chat": 'import * as api from "./api.js";\nimport { big, small } from "./words.js";\n'
        "export function start() { return [api.ask(), big, small]; }\n",
        "api": 'import { big } from "./words.js";\nlet asked = 0;\nexport const ask = () => big + ++asked;\n',
        "words": 'const start = "A";\nexport const big = start;\nexport const small = "a";\n',
    }
    joined = join(texts, "chat")
    assert not re.search(r"^import ", joined, re.MULTILINE) and joined.count("export ") == 1
    assert joined.index("const _words") < joined.index("const _api") < joined.index("export function start")
    with pytest.raises(KeyError):
        join({"chat": 'import { x } from "./away.js";\n'}, "chat")


def test_every_module_is_in_the_chat_with_all_its_imports_resolved(widget: Widget) -> None:
    text = widget.files[CHAT].content.decode()
    assert not re.search(r"^import |^export (?!async function start)", text, re.MULTILINE)
    names = {path.stem for path in CLIENT.glob("*.js")} - {"voordeur", "chat"}
    assert all(f"const _{name} = (() => {{" in text for name in names)


def test_a_script_does_nothing_that_a_strict_policy_forbids_and_asks_no_third_party(widget: Widget) -> None:
    ways = (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "cookie",
    )
    for name, file in widget.files.items():
        text = file.content.decode().replace(SVG, "")
        assert not [way for way in (*ways, "localStorage", "http://", "https://", "cdn") if way in text], name
        assert not re.search(r'createElement\("(style|script)"\)|setAttribute\("style"', text), name


def test_what_is_left_out_of_the_files_was_only_comment(widget: Widget) -> None:
    for name, file in widget.files.items():
        text = file.content.decode()
        assert "/* style */" not in text, name
        assert text.count("`") % 2 == 0 and text.count("{") == text.count("}"), name


async def test_the_newest_loader_is_fresh_and_a_version_stays_for_ever(
    client: httpx.AsyncClient, widget: Widget
) -> None:
    newest, versioned = await client.get("/voordeur.js"), await client.get(widget.path)
    assert newest.content == versioned.content == widget.loader.content
    assert "max-age=300" in newest.headers["Cache-Control"]
    assert versioned.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for response in (newest, versioned):
        assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Content-Encoding"] == "gzip" and "set-cookie" not in response.headers
    again = await client.get("/voordeur.js", headers={"If-None-Match": newest.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = await client.get("/voordeur.js", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers and plain.content == newest.content


@pytest.mark.parametrize(
    "path",
    [
        "/widget/0123456789abcdef/chat.js",
        "/widget/{version}/chat.css",
        "/widget/{version}/..%2ffiles.py",
        "/widget/{version}/",
    ],
)
async def test_what_no_version_holds_is_not_found(
    client: httpx.AsyncClient, widget: Widget, path: str
) -> None:
    response = await client.get(path.format(version=widget.version))
    assert response.status_code == 404


async def test_a_version_that_was_once_served_stays_for_the_websites_that_pinned_it(
    client: httpx.AsyncClient, services: Services
) -> None:
    earlier = Widget(
        "00000000000000aa", {LOADER: WidgetFile(b"// eerder\n"), "chat.js": WidgetFile(b"// chat\n")}
    )
    for _ in range(2):  # every start keeps it once
        async with services.database.transaction() as session:
            await keep(session, earlier)
    response = await client.get(earlier.path)
    assert response.content == b"// eerder\n" and "immutable" in response.headers["Cache-Control"]
    assert (await client.get("/widget/00000000000000aa/words.js")).status_code == 404


def test_the_snippet_names_the_gemeente_and_the_pinned_one_the_integrity(widget: Widget) -> None:
    assert snippet("https://voordeur.test", gemeente="hilversum") == (
        '<script src="https://voordeur.test/voordeur.js" data-gemeente="hilversum" defer></script>'
    )
    pinned = pinned_snippet("https://voordeur.test")
    digest = base64.b64encode(hashlib.sha384(widget.loader.content).digest()).decode()
    assert f'src="https://voordeur.test/widget/{widget.version}/voordeur.js"' in pinned
    assert f'integrity="sha384-{digest}" crossorigin="anonymous"' in pinned
    assert '"' not in snippet("https://voordeur.test", gemeente='x"><b').partition("data-gemeente=")[2][1:-17]


def test_the_command_prints_both_lines(widget: Widget) -> None:
    printed = CliRunner().invoke(commands, ["widget", "--gemeente", "laren"]).output
    assert "/voordeur.js" in printed and widget.loader.integrity in printed
    assert printed.count('data-gemeente="laren"') == 2


async def test_gateways_that_start_at_the_same_time_keep_a_version_once(
    database: Database, widget: Widget
) -> None:
    async def start() -> None:
        async with database.transaction() as session:
            await keep(session, widget)

    await asyncio.gather(*(start() for _ in range(4)))
    async with database.reading() as session:
        kept = await session.scalars(select(KeptFile.name).where(KeptFile.version == widget.version))
    assert sorted(kept) == sorted(widget.files)
