"""The bar: how much is done and how long the rest takes; nothing where nobody watches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symback.watch import Watch, with_time_left

if TYPE_CHECKING:
    import pytest


def test_the_bar_tells_the_time_left() -> None:
    assert (
        with_time_left(500, 2000, 3.0, "nudged")
        == "[########                      ]  25% 500 of 2,000 nudged, 9 s left"
    )
    assert with_time_left(0, 10, 3.0, "nudged").endswith("0 of 10 nudged")


def test_nothing_off_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with Watch(10, "rows") as watch:
        watch.next -= 60
        watch.done(5)
    assert capsys.readouterr() == ("", "")
