"""Cookies of the desk."""

from fastapi import Response

from kit.settings import Settings


def set_cookie(response: Response, settings: Settings, name: str, value: str, path: str) -> None:
    """Give the browser a cookie that no script reads and no other site sends along."""
    secure = settings.secure_cookies
    response.set_cookie(name, value, path=path, httponly=True, samesite="lax", secure=secure)


def take_cookie(response: Response, name: str, path: str) -> None:
    """Let the browser forget a cookie."""
    response.delete_cookie(name, path=path, httponly=True, samesite="lax")
