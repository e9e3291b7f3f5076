"""The role matrix, read from the routes of the desk themselves: which role passes which door."""

from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts

from channels.desk.models import Role
from channels.desk.permissions import PERMISSIONS, Permission

_INTRODUCTION = """# Who may do what at the desk

Made by `voordeur user matrix`; a test compares it with the routes. Do not change it by hand.

An account manager sees and changes their own tickets, and sees the tickets of nobody in their own gemeenten
(those of the whole region when they are the regional desk), which they can claim. The tickets of a colleague
for whom they stand in today count as their own. Every other ticket does not exist for them: the page is not
found. An auditor reads everything and changes nothing but their own account.
Who may do what is decided in `channels/desk/permissions.py` and nowhere else.
"""
_LABELS = {
    Role.ACCOUNT_MANAGER: "account manager",
    Role.EDITOR: "editor",
    Role.COORDINATOR: "coordinator",
    Role.AUDITOR: "auditor",
}
_OWN = {Permission.READ_TICKETS, Permission.WORK_ON_TICKETS}
# Behind the log-in, and yet no page.
_NOWHERE = "/desk/{path:path}"
_OPEN = "/desk/log-in"


def matrix(app: FastAPI) -> str:
    """Write the matrix as a page of the documentation."""
    permissions = _table("permission", [(each.label, each) for each in Permission])
    return "\n".join((_INTRODUCTION, permissions, "", "## Every page and form", "", _table_of_doors(app), ""))


def _table_of_doors(app: FastAPI) -> str:
    found = sorted(doors(app), key=lambda door: (door[1], door[0]))
    return _table("page or form", [(f"`{method} {path}`", needed) for method, path, needed in found])


def doors(app: FastAPI) -> Iterator[tuple[str, str, Permission]]:
    """Yield every route behind the log-in page: its method, its path, and the permission that it needs."""
    for route in iter_route_contexts(app.routes):
        path = route.path or ""
        if path.startswith("/desk") and path != _NOWHERE and not path.startswith(_OPEN):
            for method in sorted(route.methods or ()):
                yield method, path, _needed(route, method)


def _needed(route: RouteContext, method: str) -> Permission:
    """Return the permission on the dependencies of a route; without one it is for everybody at the desk."""
    found = [each for each in _permissions(route.dependant) if each]
    reading, changing = found[0] if found else (Permission.ENTER, Permission.ENTER)
    return reading if method == "GET" else changing


def _permissions(dependant: Dependant) -> Iterator[tuple[Permission, Permission] | None]:
    yield getattr(dependant.call, "permissions", None)
    for inner in dependant.dependencies:
        yield from _permissions(inner)


def _table(title: str, rows: list[tuple[str, Permission]]) -> str:
    head = [f"| {title} | {' | '.join(_LABELS.values())} |", f"|---|{'---|' * len(_LABELS)}"]
    return "\n".join(head + [f"| {text} | {' | '.join(_words(needed))} |" for text, needed in rows])


def _words(needed: Permission) -> list[str]:
    return [_word(role, needed) for role in _LABELS]


def _word(role: Role, needed: Permission) -> str:
    if needed not in PERMISSIONS[role]:
        return "–"
    return "own" if role is Role.ACCOUNT_MANAGER and needed in _OWN else "yes"
