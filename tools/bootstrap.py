"""Set up Voordeur on a fresh machine: uv, then both Python environments. Needs nothing but Python 3.8.

Usage: python3 tools/bootstrap.py [--test]

Everything goes into the project folder. What is there and unchanged is left alone.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
UV = TOOLS / "bin" / "uv"
SPACE_NEEDED = 4 * 1024**3  # bytes; Rasa brings TensorFlow along


class SetupError(Exception):
    """The set-up cannot go on; the message says what to do."""


def main():
    """Install what is missing."""
    requirements = "requirements-test.txt" if "--test" in sys.argv else "requirements.txt"
    check_space()
    install_uv()
    install(".venv", ROOT / requirements, python_version(ROOT))
    install_project()
    install(".venv-rasa", ROOT / "assistant/rasa/requirements.txt", python_version(ROOT / "assistant/rasa"))
    if "--test" in sys.argv:
        install_themes()


def check_space():
    """Refuse to begin on a disk that is too full, unless everything is installed already."""
    if (ROOT / ".venv-rasa").exists():
        return
    free = shutil.disk_usage(ROOT).free
    if free < SPACE_NEEDED:
        raise SetupError(
            f"Er is te weinig ruimte op de schijf: {free // 1024**2} MB vrij, "
            f"{SPACE_NEEDED // 1024**2} MB nodig. Maak ruimte en begin opnieuw."
        )


def install_uv():
    """Get the pinned uv into .tools, unless it is there."""
    lock = ROOT / "requirements-uv.txt"
    if current(TOOLS, lock):
        return
    say("uv wordt opgehaald")
    if run_quietly(sys.executable, "-m", "venv", str(TOOLS)) != 0:
        raise SetupError(
            "Python kan geen omgeving maken. Installeer venv (Debian en Ubuntu: apt install python3-venv) "
            "en begin opnieuw."
        )
    run(TOOLS / "bin" / "python", "-m", "pip", "install", "-q", "--require-hashes", "-r", lock)
    mark(TOOLS, lock)


def install(folder, lock, version):
    """Make one environment from its hash-pinned file, unless it is current."""
    environment = ROOT / folder
    if current(environment, lock):
        say(f"{folder} is bijgewerkt (Python {version})")
        return
    if not (environment / "bin" / "python").exists():
        say(f"{folder} wordt gemaakt (Python {version})")
        run(UV, "venv", "-q", "--python", interpreter(version), environment)
    say(f"{folder} wordt gevuld vanuit {lock.name}; de eerste keer duurt dat enkele minuten")
    run(UV, "pip", "install", "--python", environment / "bin" / "python", "--require-hashes", "-r", lock)
    mark(environment, lock)


def install_project():
    """Put the `voordeur` command into the environment."""
    environment, project = ROOT / ".venv", ROOT / "pyproject.toml"
    marker = environment / "voordeur-project"
    if marker.exists() and marker.read_text() == digest(project):
        return
    python = environment / "bin" / "python"
    run(UV, "pip", "install", "-q", "--python", python, "--no-deps", "--no-build-isolation", "-e", ROOT)
    marker.write_text(digest(project))


def install_themes():
    """Get the design tokens of municipalities in whose look the chat is tested, unless they are there."""
    folder = ROOT / "tests/browser/themes"
    installed, lock = folder / "node_modules", folder / "package-lock.json"
    if current(installed, lock):
        return
    npm = shutil.which("npm")
    if npm is None:
        say(
            "npm ontbreekt: de chat wordt niet in de huisstijl van gemeenten getest. "
            "Installeer het (Debian en Ubuntu: apt install npm) en begin opnieuw."
        )
        return
    say("de huisstijlen voor de browsertests worden opgehaald")
    run(npm, "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    mark(installed, lock)


def interpreter(version):
    """Name an interpreter for uv: one on the path, one of pyenv, or a version uv may download itself."""
    on_path = shutil.which(f"python{version}")
    if on_path and run_quietly(on_path, "-c", "") == 0:
        return on_path
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = sorted(pyenv.glob(f"{version}.*/bin/python{version}"))
    return str(found[-1]) if found else version


def python_version(folder):
    """Read the version that a folder's .python-version asks for."""
    return (folder / ".python-version").read_text().strip()


def current(environment, lock):
    """Tell whether an environment was filled from this very lock, or from the larger one for tests."""
    marker = environment / "voordeur-installed"
    if not marker.exists():
        return False
    installed = marker.read_text().split()
    return digest(lock) in installed


def mark(environment, lock):
    """Note what an environment was filled from; the lock for tests holds all of the plain one."""
    locks = [lock]
    if lock.name == "requirements-test.txt":
        locks.append(ROOT / "requirements.txt")
    (environment / "voordeur-installed").write_text("\n".join(digest(each) for each in locks))


def digest(path):
    """Fingerprint a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run(*command):
    """Run a command whose output may be seen."""
    if subprocess.run([str(part) for part in command], check=False).returncode != 0:
        raise SetupError(explain(command))


def explain(command):
    """Say what to do about a command that failed."""
    words = " ".join(Path(str(part)).name for part in command[:3])
    return (
        f"'{words}' is niet gelukt; de regels hierboven zeggen waarom. Controleer de internetverbinding, "
        f"of Python {python_version(ROOT)} en {python_version(ROOT / 'assistant/rasa')} te krijgen zijn "
        "(bijvoorbeeld met pyenv), en de vrije ruimte op de schijf. Begin daarna opnieuw."
    )


def run_quietly(*command):
    """Run a command for its exit code."""
    return subprocess.run(
        command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ).returncode


def say(text):
    """Show progress."""
    print(f"[set-up] {text}", flush=True)


if __name__ == "__main__":
    try:
        main()
    except SetupError as error:
        sys.exit(f"[set-up] {error}")
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        sys.exit(
            f"[set-up] Schrijven of lezen lukt niet: {error.strerror} ({error.filename}). "
            "Controleer rechten en schijfruimte."
        )
