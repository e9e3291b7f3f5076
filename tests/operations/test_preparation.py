"""What stands in the way of starting is one sentence that says what to do."""

import os
import socket
from collections import namedtuple
from pathlib import Path

import pytest

from channels.operations import preparation
from channels.operations.errors import OperationsError
from channels.operations.preparation import check_place, check_port
from kit.settings import Settings


@pytest.fixture
def taken_port() -> int:
    """A port on which something listens for as long as the test takes."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_taken_port_is_refused_with_the_setting_to_change(taken_port: int) -> None:
    with pytest.raises(OperationsError, match=rf"Poort {taken_port} .* al in gebruik.*VOORDEUR_PORT"):
        check_port("127.0.0.1", taken_port, "VOORDEUR_PORT")


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(OperationsError, match=r"192\.0\.2\.1 kan niet"):
        check_port("192.0.2.1", 8000, "VOORDEUR_PORT")


def test_a_free_port_is_accepted_and_stays_free(taken_port: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    check_port("127.0.0.1", free, "VOORDEUR_PORT")
    check_port("127.0.0.1", free, "VOORDEUR_PORT")


def test_the_data_folder_is_made(settings: Settings) -> None:
    check_place(settings)
    assert settings.data_dir.is_dir()


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings = Settings(_env_file=None, data_dir=tmp_path / "file" / "var")
    with pytest.raises(OperationsError, match=r"kan niet worden gemaakt.*VOORDEUR_DATA_DIR"):
        check_place(settings)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_folder_that_cannot_be_written_is_refused(settings: Settings) -> None:
    settings.data_dir.mkdir(mode=0o500)
    with pytest.raises(OperationsError, match="VOORDEUR_DATA_DIR"):
        check_place(settings)


def test_a_full_disk_is_refused(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(preparation.shutil, "disk_usage", lambda _path: usage(10**9, 10**9, 50 * 1024**2))
    with pytest.raises(OperationsError, match=r"50 MB vrij.*Maak ten minste 500 MB"):
        check_place(settings)
