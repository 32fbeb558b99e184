"""Formats and commands are found by the names of their files: to add one is to add a file, and nothing else."""

from __future__ import annotations

import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def names(path: Iterable[str], first: Sequence[str] = (), prefix: str = "") -> list[str]:
    """The modules in a package's folder whose names begin with `prefix`, without it: those in `first`, then the others.

    Imports none of them.
    """
    found = {
        module.name.removeprefix(prefix) for module in pkgutil.iter_modules(path) if module.name.startswith(prefix)
    }
    return [name for name in first if name in found] + sorted(found.difference(first))
