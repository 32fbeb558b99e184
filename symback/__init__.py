"""See, understand, check and use derivatives through a computation graph.

>>> import symback
>>> report = symback.Graph("(2+3*w)**2").at(w=3)
>>> report.gradient["w"]
Fraction(66, 1)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = [
    "Graph",
    "Options",
    "PlotOptions",
    "Report",
    "SymbackError",
    "Worksheet",
    "__version__",
    "batch",
    "from_sympy",
    "points",
]

if TYPE_CHECKING:
    from symback.api import Graph, batch, from_sympy, points
    from symback.errors import SymbackError
    from symback.plot.model import PlotOptions
    from symback.report.model import Report
    from symback.report.options import Options
    from symback.worksheet.sheet import Worksheet

_HOMES = {
    "Graph": "symback.api",
    "Options": "symback.report.options",
    "PlotOptions": "symback.plot.model",
    "Report": "symback.report.model",
    "SymbackError": "symback.errors",
    "Worksheet": "symback.worksheet.sheet",
    "batch": "symback.api",
    "from_sympy": "symback.api",
    "points": "symback.api",
}


def __dir__() -> list[str]:
    return [*__all__]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, so that importing symback costs next to nothing."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
