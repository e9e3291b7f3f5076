"""Logging for all processes. Messages carry ids and counts, never what a person typed."""

import logging

_QUIET = ("alembic", "httpx", "httpcore", "rasa_sdk", "sqlalchemy.engine", "uvicorn")


def configure_logging(level: str) -> None:
    """Write log lines to standard error from the given level up; chatty libraries only warn."""
    logging.basicConfig(level=level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
