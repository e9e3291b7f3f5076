"""What processes use, read from /proc; Linux only."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_USER, _SYSTEM, _PARENT = 11, 12, 1
"""Places in /proc/PID/stat after the name; see `man 5 proc`."""


def children(pid: int) -> list[int]:
    """Return the processes that a process started and that run still."""
    running = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [each for each in running if _stat(each)[_PARENT : _PARENT + 1] == [str(pid)]]


def cpu(pid: int) -> float:
    """Return the seconds of processor time that a process used, in its own code and in the system's."""
    stat = _stat(pid)
    return (int(stat[_USER]) + int(stat[_SYSTEM])) / _TICKS


def memory(pid: int) -> float:
    """Return the megabytes of a process: PSS, in which what is shared counts once in all."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _stat(pid: int) -> list[str]:
    """Return the fields after the name, which may hold anything; of a process that is gone none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
