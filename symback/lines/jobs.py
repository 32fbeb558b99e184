"""Answering lines one after the other, or with several processes; the answers keep the order of the questions."""

from __future__ import annotations

import signal
from itertools import islice
from typing import TYPE_CHECKING, cast

from symback.errors import NO_ANSWER, SymbackError
from symback.lines.answer import answer

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from symback.lines.answer import Settings

BUNDLE = 16  # lines that a process takes at once
AHEAD = 4  # bundles a process may be ahead of the one that is written next

Answer = tuple[str, bool]


def answers(
    lines: Iterable[str], settings: Settings, jobs: int, ready: Callable[[], bool] = lambda: True
) -> Generator[Answer, None, None]:
    """The answers to `lines` in their order; at most a few bundles of lines are held, however many there are.

    `ready` says whether a next line can be had without waiting for it.
    """
    if jobs == 1:
        return (answer(line, settings) for line in lines)
    return Workers(settings, jobs, ready).answers(lines)


class Workers:
    """Processes that answer bundles of lines, each the next one as soon as it is free."""

    def __init__(self, settings: Settings, jobs: int, ready: Callable[[], bool]) -> None:
        self.settings, self.jobs, self.ready = settings, jobs, ready
        self.processes: list[BaseProcess] = []
        self.free: list[Connection] = []
        self.busy: dict[Connection, int] = {}

    def answers(self, lines: Iterable[str]) -> Generator[Answer, None, None]:
        source = iter(lines)
        bundles = enumerate(iter(lambda: list(islice(source, BUNDLE)), []))
        done: dict[int, list[Answer]] = {}
        wanted, more = 0, True
        try:
            while more or self.busy or done:
                if wanted in done:
                    yield from done.pop(wanted)
                    wanted += 1
                    continue
                more = more and self.hand_out(bundles, wanted)
                if self.busy:
                    done |= self.collect()
        finally:
            self.stop()

    def hand_out(self, bundles: Iterator[tuple[int, list[str]]], wanted: int) -> bool:
        """Give free processes work, unless they are too far ahead; False where no work is left.

        While an answer is on its way nobody waits for a question: who asks may be waiting for that answer.
        """
        while len(self.busy) < self.jobs and max(self.busy.values(), default=wanted) < wanted + AHEAD * self.jobs:
            if self.busy and not self.ready():
                return True
            number, bundle = next(bundles, (0, None))
            if bundle is None:
                return False
            worker = self.free.pop() if self.free else self.start()
            worker.send(bundle)
            self.busy[worker] = number
        return True

    def collect(self) -> dict[int, list[Answer]]:
        """The bundles of the processes that have finished one."""
        from multiprocessing.connection import wait

        found = {}
        for worker in cast("list[Connection]", wait(list(self.busy))):
            try:
                found[self.busy.pop(worker)] = worker.recv()
            except (EOFError, ConnectionError):
                raise SymbackError("a process of --jobs ended before its work did", exit_code=NO_ANSWER) from None
            self.free.append(worker)
        return found

    def start(self) -> Connection:
        import multiprocessing

        if self.settings.options.formulas:
            import symback.formulas  # noqa: F401 (once, before the processes part)
        here, there = multiprocessing.Pipe()
        process = multiprocessing.Process(target=work, args=(here, there, self.settings), daemon=True)
        process.start()
        there.close()
        self.processes.append(process)
        return here

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.join()


def work(other_end: Connection, questions: Connection, settings: Settings) -> None:
    """Answer bundles until there are no more. An interrupt is for the process that writes, and it ends this one."""
    other_end.close()  # or the end of that process would never be seen here
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            bundle = questions.recv()
        except EOFError:
            return
        questions.send([answer(line, settings) for line in bundle])
