"""docs/plot.md shows what the command prints, and its pictures are those that the commands shown make."""

from __future__ import annotations

import plot_gallery as gallery
import pytest
from doc_blocks import check_file

from symback.__main__ import main


def test_the_page() -> None:
    check_file("docs/plot.md")


@pytest.mark.parametrize("name", gallery.commands())
def test_the_command_makes_the_picture(name: str, tmp_path) -> None:
    """Words and coordinates; not every byte, for matplotlib's versions write the same picture in different ways."""
    assert main([*gallery.commands()[name], "-o", str(tmp_path / name)]) == 0
    made, kept = ((folder / name).read_text("utf-8") for folder in (tmp_path, gallery.PICTURES))
    assert gallery.texts(made) == gallery.texts(kept)
    shapes = gallery.shapes(kept)
    assert shapes
    assert gallery.shapes(made).keys() == shapes.keys()
    for part, numbers in gallery.shapes(made).items():
        assert numbers == pytest.approx(shapes[part], abs=1)


def test_every_picture_is_shown_and_small() -> None:
    page = gallery.PAGE.read_text("utf-8")
    kept = sorted(path.name for path in gallery.PICTURES.glob("plot-*"))
    assert kept == sorted(gallery.commands())
    for name in kept:
        assert f"](pictures/{name})" in page
        assert (gallery.PICTURES / name).stat().st_size < 120_000
