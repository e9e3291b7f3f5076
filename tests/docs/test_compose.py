"""docker-compose.yml, the images and the proxy, compared with the code and with each other."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from docs_files import read
from fastapi import FastAPI
from servers import require

from channels.app import create_app
from channels.cli import app as commands
from channels.operations import training
from kit.settings import ROOT, Settings

COMPOSE: dict[str, Any] = yaml.safe_load(read("docker-compose.yml"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name for name, service in SERVICES.items() if "build" in service}
LASTING = SERVICES.keys() - {"setup"}
SETTINGS = {f"VOORDEUR_{name.upper()}" for name in Settings.model_fields}
SECRETS = {"POSTGRES_PASSWORD": "a", "VOORDEUR_INTERNAL_TOKEN": "b", "VOORDEUR_SECRET_KEY": "c"}


def dockerfile(service: str) -> str:
    return read(SERVICES[service]["build"]["dockerfile"])


def check_of(service: str) -> str:
    return " ".join(SERVICES[service]["healthcheck"]["test"])


def test_the_processes_of_the_design_are_there() -> None:
    assert sorted(LASTING) == ["gateway", "postgres", "proxy", "rasa", "redis", "worker"]


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_every_variable_of_voordeur_is_a_setting(service: str) -> None:
    given = {name for name in SERVICES[service].get("environment", {}) if name.startswith("VOORDEUR_")}
    assert given <= SETTINGS


def test_what_must_be_secret_has_no_default() -> None:
    text = read("docker-compose.yml")
    for secret in SECRETS:
        assert set(re.findall(rf"\$\{{{secret}([^}}]*)\}}", text)) == {":?see docs/operations.md"}


@pytest.mark.parametrize("service", ["gateway", "worker"])
def test_the_settings_that_several_processes_must_share_are_given(service: str) -> None:
    settings = Settings(_env_file=None, **_settings_of(service))
    assert settings.database.startswith("postgresql+psycopg://") and settings.redis_url
    assert settings.rasa == "http://rasa:5005"
    assert settings.internal_token and settings.secret_key
    assert not settings.worker_in_gateway


def _settings_of(service: str) -> dict[str, Any]:
    given = SERVICES[service]["environment"].items()
    return {
        name.removeprefix("VOORDEUR_").lower(): re.sub(r"\$\{\w+:-?(\?|[^}]*)\}", r"\1", str(value))
        for name, value in given
        if name.startswith("VOORDEUR_")
    }


async def test_rasa_finds_the_actions_of_the_gateway() -> None:
    address = SERVICES["rasa"]["environment"]["VOORDEUR_ACTIONS_URL"]
    transport = httpx.ASGITransport(_gateway(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport) as client:
        answer = await client.post(address, json="no action call", headers={"Authorization": "Bearer b"})
    assert answer.status_code == 400
    assert address.startswith(f"http://gateway:{SERVICES['gateway']['environment']['VOORDEUR_PORT']}/")


@pytest.mark.parametrize("service", sorted(LASTING))
def test_every_process_that_stays_has_a_health_check_and_starts_again(service: str) -> None:
    assert SERVICES[service]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES[service]["restart"] == "unless-stopped"


def test_the_gateway_is_healthy_when_it_says_that_it_is_ready() -> None:
    path = re.search(r"http://127\.0\.0\.1:(\d+)(/[a-z/]+)", check_of("gateway"))
    assert path and path[1] == str(SERVICES["gateway"]["environment"]["VOORDEUR_PORT"])
    assert path[2] == "/health/ready"
    assert path[2] in _gateway().openapi()["paths"]


def test_rasa_is_healthy_when_its_only_channel_knows_the_token() -> None:
    channel = read("assistant/rasa/components/gateway_channel.py")
    name = re.search(r'return "(\w+)"', channel)
    assert name and f"/webhooks/{name[1]}/" in check_of("rasa")
    assert "VOORDEUR_INTERNAL_TOKEN" in check_of("rasa")
    assert f"/webhooks/{name[1]}/" in read("assistant/engine.py")


@pytest.mark.parametrize("service", sorted(LASTING))
def test_a_health_check_in_python_is_valid_python(service: str) -> None:
    test = SERVICES[service]["healthcheck"]["test"]
    if "python" in test:
        compile(test[-1], service, "exec")


def test_the_worker_is_healthy_when_its_database_is_migrated(sqlite_url: str, tmp_path: Path) -> None:
    assert _worker_check(sqlite_url) == 0
    assert _worker_check(f"sqlite+aiosqlite:///{tmp_path / 'absent.db'}") == 1


def _worker_check(url: str) -> int:
    command = [sys.executable, "-c", SERVICES["worker"]["healthcheck"]["test"][-1]]
    return subprocess.run(
        command, env=os.environ | {"VOORDEUR_DATABASE_URL": url}, cwd=ROOT, check=False
    ).returncode


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_only_the_proxy_has_ports_on_the_machine(service: str) -> None:
    assert ("ports" in SERVICES[service]) == (service == "proxy")


@pytest.mark.parametrize("service", ["rasa", "postgres", "redis"])
def test_what_nobody_outside_needs_has_internal_networks_only(service: str) -> None:
    assert all(COMPOSE["networks"][name]["internal"] for name in SERVICES[service]["networks"])


def test_rasa_and_the_proxy_cannot_reach_the_data() -> None:
    assert "data" not in {*SERVICES["rasa"]["networks"], *SERVICES["proxy"]["networks"]}


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_nothing_runs_as_root_or_can_become_it(service: str) -> None:
    user = SERVICES[service].get("user") or _last(r"^USER (\w+)", dockerfile(service))
    assert user and user != "root"
    assert "no-new-privileges:true" in SERVICES[service]["security_opt"]
    assert SERVICES[service]["cap_drop"] == ["ALL"]
    assert SERVICES[service]["read_only"] is True


def _last(pattern: str, text: str) -> str | None:
    found = re.findall(pattern, text, re.M)
    return found[-1] if found else None


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_dependencies_are_waited_for(service: str) -> None:
    for needed, how in SERVICES[service].get("depends_on", {}).items():
        ends = SERVICES[needed]["restart"] == "no"
        assert how == {"condition": "service_completed_successfully" if ends else "service_healthy"}


@pytest.mark.parametrize(
    ("service", "folder"), [("gateway", "."), ("worker", "."), ("rasa", "assistant/rasa")]
)
def test_an_image_has_the_python_of_its_version_file_and_hashed_packages(service: str, folder: str) -> None:
    version = read(f"{folder}/.python-version").strip()
    assert f"FROM python:{version}-slim" in dockerfile(service)
    assert "--require-hashes -r requirements.txt" in dockerfile(service)


@pytest.mark.parametrize("service", ["setup", "gateway", "worker"])
def test_a_container_runs_commands_that_exist(service: str) -> None:
    words = re.sub(r"[\[\],]", " ", str(SERVICES[service]["command"]).replace("'", ""))
    named = re.findall(r"voordeur ([a-z]+)", re.sub(r" +", " ", words))
    known = {
        command.name or command.callback.__name__
        for command in commands.registered_commands
        if command.callback
    }
    assert named and set(named) <= known | {group.name for group in commands.registered_groups}


def test_the_rasa_image_is_trained_as_on_any_other_machine() -> None:
    source = Path(training.__file__).read_text(encoding="utf-8")
    options = set(re.findall(r'"(--[a-z-]+)"', source))
    scripts = set(re.findall(r'"(build_\w+\.py)"', source))
    built = dockerfile("rasa").split("rasa train", 1)
    assert options == set(re.findall(r"--[a-z-]+", built[1].split("&&", 1)[0]))
    assert scripts == set(re.findall(r"build_\w+\.py", built[0]))


def test_every_file_that_an_image_copies_is_let_through() -> None:
    let_through = {line[1:] for line in read(".dockerignore").splitlines() if line.startswith("!")}
    for service in OURS:
        for source in re.findall(r"^COPY (\S+)", dockerfile(service), re.M):
            assert source == "." or (ROOT / source).exists()
            assert source == "." or source.split("/", 1)[0] in let_through


def test_docker_compose_accepts_the_file(tmp_path: Path) -> None:
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)
    (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in SECRETS.items()))
    accepted = _compose(tmp_path)
    assert accepted.returncode == 0, accepted.stderr
    assert set(yaml.safe_load(accepted.stdout)["services"]) == set(SERVICES)


@pytest.mark.parametrize("missing", SECRETS)
def test_docker_compose_refuses_to_start_without_a_secret(tmp_path: Path, missing: str) -> None:
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)
    given = (f"{name}={value}\n" for name, value in SECRETS.items() if name != missing)
    (tmp_path / ".env").write_text("".join(given))
    refused = _compose(tmp_path)
    assert refused.returncode != 0 and missing in refused.stderr


def _compose(folder: Path) -> subprocess.CompletedProcess[str]:
    program = require("docker-compose", "docker-compose")
    clean = {name: value for name, value in os.environ.items() if name not in SECRETS}
    return subprocess.run(
        [program, "config"], cwd=folder, env=clean, capture_output=True, text=True, check=False
    )


def _gateway() -> FastAPI:
    return create_app(Settings(_env_file=None, internal_token="b", secret_key="c"))
