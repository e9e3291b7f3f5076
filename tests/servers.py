"""Real PostgreSQL and Redis servers for the tests: on free ports of loopback, thrown away afterwards."""

import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from redis import Redis
from redis.exceptions import RedisError

START_SECONDS = 30.0
STOP_SECONDS = 10.0
_FIRST_PORT, _PORTS_EACH = 16000, 1000
# Nothing in a test database has to survive a power cut.
_FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=64MB",
    "max_connections=200",
)
LENT = "voordeur_lent"
_CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
_FILLED = """(SELECT '{}' FROM "{}" LIMIT 1)"""
_SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL"


def require(program: str, package: str) -> Path:
    """Find a program, also where Debian hides PostgreSQL's; without it a test is skipped, on CI it fails."""
    found = shutil.which(program)
    hidden = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    if found or hidden:
        return Path(found or hidden[-1])
    reason = f"{program} is not installed (Debian and Ubuntu: apt install {package})"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def free_port() -> int:
    """Return a port on which nothing listens.

    Each worker looks among ports of its own, below those that systems give to whoever asks for any: so
    nobody takes it before the server that it is meant for.
    """
    first = _FIRST_PORT + _PORTS_EACH * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for port in random.sample(range(first, first + _PORTS_EACH), _PORTS_EACH):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError(f"no port is free from {first}")


class Postgres:
    """A running PostgreSQL; databases are made and dropped over one connection."""

    def __init__(self, port: int) -> None:
        """Connect as its superuser; it trusts loopback and holds nothing of value."""
        self._port = port
        self._admin = psycopg.connect(self._address("postgres"), autocommit=True)

    def url(self, name: str) -> str:
        """Return SQLAlchemy's address of a database."""
        return f"postgresql+psycopg://voordeur@127.0.0.1:{self._port}/{name}"

    def create(self, name: str, template: str = "template1") -> str:
        """Make a database as a copy of another one and return its address."""
        # Copying files is several times quicker than the default, which writes everything to the log.
        self._admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected."""
        self._admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def lend(self) -> str:
        """Return the address of the migrated database without rows."""
        return self.url(LENT)

    def take_back(self) -> None:
        """Cut whoever is still connected and empty the tables: far quicker than a database for each test."""
        while self._admin.execute(_CUT, [LENT]).fetchall():
            time.sleep(0.005)
        with psycopg.connect(self._address(LENT)) as lent:
            tables = [name for (name,) in lent.execute(_TABLES)]
            filled = lent.execute(" UNION ALL ".join(map(_FILLED.format, tables, tables))).fetchall()
            lent.execute("SET session_replication_role = replica")  # in any order, whatever refers to what
            for (name,) in filled:
                lent.execute(f'DELETE FROM "{name}"')
            lent.execute("INSERT INTO content_state (id, version) VALUES (1, 0)")  # as the migration does
            for (name,) in lent.execute(_SEQUENCES).fetchall():
                lent.execute(f'ALTER SEQUENCE "{name}" RESTART')

    def close(self) -> None:
        """Close the connection."""
        self._admin.close()

    def _address(self, name: str) -> str:
        return f"host=127.0.0.1 port={self._port} user=voordeur dbname={name}"


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Start PostgreSQL on an empty folder and stop it after the block."""
    initdb, server = require("initdb", "postgresql"), require("postgres", "postgresql")
    account = _unprivileged()
    with tempfile.TemporaryDirectory(prefix="voordeur-postgres-", ignore_cleanup_errors=True) as folder:
        if account:
            shutil.chown(folder, account["user"], account["group"])
        data, port = Path(folder) / "data", free_port()
        options = ["--no-sync", "--auth=trust", "--username=voordeur", "--encoding=UTF8", "--locale=C.UTF-8"]
        made = subprocess.run(
            [initdb, "-D", data, *options], capture_output=True, text=True, cwd=folder, check=False, **account
        )
        assert made.returncode == 0, made.stderr
        place = ("listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories=")
        settings = [part for setting in (*place, *_FAST) for part in ("-c", setting)]
        with _process([server, "-D", data, *settings], Path(folder), signal.SIGINT, **account) as process:
            postgres = _await(lambda: Postgres(port), psycopg.OperationalError, process, folder)
            try:
                yield postgres
            finally:
                postgres.close()


@contextmanager
def running_redis() -> Iterator[str]:
    """Start Redis without storage and stop it after the block; yield its address."""
    server, port = require("redis-server", "redis-server"), free_port()
    command = [server, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    url = f"redis://127.0.0.1:{port}/0"
    with (
        tempfile.TemporaryDirectory(prefix="voordeur-redis-") as folder,
        _process(command, Path(folder), signal.SIGTERM) as process,
    ):
        _await(lambda: Redis.from_url(url).ping(), RedisError, process, folder)
        yield url


def _unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root; then it runs as an account that may do nothing else."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry.pw_gid for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    return {"user": user, "group": names[user], "extra_groups": []}


@contextmanager
def _process(
    command: list[Any], folder: Path, stop: signal.Signals, **account: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server during the block, its output in a file of the folder."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(part) for part in command], stdout=log, stderr=subprocess.STDOUT, cwd=folder, **account
        )
    try:
        yield process
    finally:
        process.send_signal(stop)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await[Found](
    attempt: Callable[[], Found], error: type[Exception], process: subprocess.Popen[bytes], folder: str
) -> Found:
    """Try until the server answers, or say what it wrote when it ended or took too long."""
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            return attempt()
        except error:
            if process.poll() is not None or time.monotonic() > until:
                raise AssertionError((Path(folder) / "log").read_text(errors="replace")) from None
            time.sleep(0.05)
