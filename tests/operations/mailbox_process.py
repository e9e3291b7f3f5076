"""A process that takes in mail and dies: its children kill themselves, each at the moment of its turn."""

import asyncio
import os
import signal
import sys
from typing import Any

from channels.mail.incoming import poller
from channels.services import build_services
from kit.settings import get_settings


async def work(moment: str, number: int) -> None:
    """Take in all mail; die at this function of the poller, the first time or a later one."""
    whole, left = getattr(poller, moment), number

    def count() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def fetched(*given: Any) -> Any:
        result = whole(*given)
        count()
        return result

    async def handled(*given: Any) -> Any:
        result = await whole(*given)
        count()
        return result

    def settling(*given: Any) -> Any:
        count()
        return whole(*given)

    setattr(poller, moment, {"fetch": fetched, "handle": handled, "settle": settling}[moment])
    await poller.take_in(build_services(get_settings()))


def main() -> None:
    """Let a child die at each moment that was asked for: `handle:2` is after the second mail, uncommitted."""
    for turn in sys.argv[1:]:
        moment, _, number = turn.partition(":")
        child = os.fork()
        if child == 0:
            asyncio.run(work(moment, int(number)))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{turn} {os.WTERMSIG(status) if os.WIFSIGNALED(status) else 'lives'}\n")


if __name__ == "__main__":
    main()
