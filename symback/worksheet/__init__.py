"""Worksheets: exercises with boxes to fill in, as one page that works offline.

>>> from symback.worksheet import Worksheet
>>> page = Worksheet("(2+3*w)**2", {"w": 3})
>>> page.html[:15]
'<!DOCTYPE html>'
"""

from __future__ import annotations

from symback.worksheet.sheet import Worksheet

__all__ = ["Worksheet"]
