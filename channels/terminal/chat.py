"""`voordeur chat`: the conversation in a terminal."""

import threading
from datetime import date
from typing import Any

import httpx
from rich.console import Console
from rich.markdown import Markdown
from rich.padding import Padding
from rich.text import Text

from channels.errors import ChannelError, ServerUnreachableError
from channels.terminal.client import Client
from kit import clock

HELP = (
    "Typ uw vraag, of het nummer van een keuze. "
    "Met /mens vraagt u een mens, met /wis wist u het gesprek, met /stop stopt u."
)
_WHO = {"assistant": "Digitale assistent", "account-manager": "Accountmanager", "system": "Melding"}


class TerminalChat:
    """One conversation, from the first message to /stop."""

    def __init__(self, base_url: str, console: Console) -> None:
        """Talk to the server at an address, on this console."""
        self._client = Client(base_url)
        self._console = console
        self._choices: list[dict[str, str]] = []
        self._seen: set[str] = set()
        self._lock = threading.Lock()

    def run(self, gemeente: str | None = None) -> None:
        """Talk until the person stops.

        Raises:
            ServerUnreachableError: no Voordeur answers at this address.
            ChannelError: the server refuses to start a conversation.
        """
        try:
            self._show(self._client.start(gemeente))
            self._console.print(HELP, style="dim")
            threading.Thread(target=self._listen, daemon=True).start()
            while self._take_turn():
                pass
        except (EOFError, KeyboardInterrupt):
            self._console.print()
        finally:
            self._client.close()
        self._console.print("Tot ziens.")

    def _take_turn(self) -> bool:
        """Read and answer one line; return whether the conversation goes on."""
        line = self._console.input("[bold]U:[/bold] ").strip()
        if line == "/stop":
            return False
        try:
            if line == "/wis":
                self._client.erase()
                self._console.print("Het gesprek is gewist.")
                return False
            if line:
                self._show(self._client.post(self._content(line)))
        except ServerUnreachableError as error:
            self._console.print(f"{error} Typ daarna uw bericht opnieuw.", style="red", markup=False)
        except ChannelError as error:
            self._console.print(str(error), style="red", markup=False)
        return True

    def _content(self, line: str) -> dict[str, str]:
        """Return a choice for its number or title; everything else is text."""
        if line == "/mens":
            return {"choice": "hand-off"}
        numbered = {str(number): choice for number, choice in enumerate(self._choices, 1)}
        titled = {choice["title"].casefold(): choice for choice in self._choices}
        chosen = numbered.get(line.rstrip(".)")) or titled.get(line.casefold())
        return {"choice": chosen["choice"]} if chosen else {"text": line}

    def _listen(self) -> None:
        """Show what an account manager says, for as long as the connection holds."""
        try:
            for kind, content in self._client.events():
                if kind == "message" and content["sender"] != "assistant":
                    self._show([content])
        except (httpx.HTTPError, RuntimeError):
            return  # the conversation ended, or the next message will tell that the server is gone

    def _show(self, messages: list[dict[str, Any]]) -> None:
        with self._lock:
            fresh = [message for message in messages if message["id"] not in self._seen]
            if any(message["choices"] for message in fresh):
                self._choices = []
            for message in fresh:
                self._seen.add(message["id"])
                self._show_one(message)

    def _show_one(self, message: dict[str, Any]) -> None:
        who = message.get("senderName") or _WHO[message["sender"]]
        self._console.print(f"{who}:", style="bold cyan", markup=False)
        self._console.print(Padding(Markdown(message["text"]), (0, 0, 0, 2)))
        for source in (message.get("answer") or {}).get("sources", []):
            self._console.print(Padding(Text(source_line(source), style="dim"), (0, 0, 0, 2)))
        for choice in message["choices"]:
            self._choices.append(choice)
            self._console.print(f"  {len(self._choices)}. {choice['title']}", markup=False, highlight=False)


def source_line(source: dict[str, str]) -> str:
    """Write a source and the day it was checked in one line."""
    checked = clock.dutch_date(date.fromisoformat(source["checkedOn"]))
    dated = f" ({source['date']})" if source.get("date") else ""
    address = f" {source['url']}" if source.get("url") else ""
    return f"Bron: {source['title']}{dated}.{address} Gecontroleerd op {checked}."
