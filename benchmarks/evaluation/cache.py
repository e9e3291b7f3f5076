"""What takes long is kept under var/evaluation, by name and by everything that it depends on."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kit.settings import Settings


class Cache:
    """Results of earlier runs."""

    def __init__(self, settings: Settings) -> None:
        """Keep them in the data folder."""
        self.folder = settings.data_dir.resolve() / "evaluation"

    def get(self, name: str, fingerprint: str, make: Callable[[], Any]) -> Any:
        """Return what was made before of the same inputs, or make it now; it must be fit for JSON."""
        path = self.folder / f"{name}-{fingerprint}.json"
        if path.exists():
            return json.loads(path.read_text(encoding="utf-8"))
        made = make()
        self._drop(name)
        write(path, made)
        return json.loads(path.read_text(encoding="utf-8"))

    def _drop(self, name: str) -> None:
        """Older inputs do not come back often enough to keep what they gave."""
        for old in self.folder.glob(f"{name}-*.json"):
            old.unlink()


def write(path: Path, data: Any) -> None:
    """Write JSON whole or not at all, so that a run that is broken off leaves nothing half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    part.replace(path)
