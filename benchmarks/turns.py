"""Time of a turn through the whole stack: gateway, masking, transcript, Rasa, action, search.

Usage: python -m benchmarks.turns
"""

import asyncio
import sys

from benchmarks.load import crowd, row
from channels.operations.temporary import running_voordeur
from kit.settings import get_settings

ROUNDS = 6


async def main() -> None:
    """Measure one person alone and eight together, after a warm-up."""
    async with running_voordeur(get_settings()) as address:
        await crowd(address, people=1, rounds=1)
        for people in (1, 8):
            sys.stdout.write(row(f"{people} at a time", *await crowd(address, people, ROUNDS)) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
