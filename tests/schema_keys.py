"""What a schema leaves unsaid: the keys of an answer that it does not describe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def undescribed(data: Any, part: dict[str, Any], schema: dict[str, Any], place: str = "") -> Iterator[str]:
    """The keys in `data` that `part` of a schema says nothing about. Schemas allow them, for keys may be added."""
    parts = list(flat(part, schema))
    if isinstance(data, list):
        for index, item in enumerate(data):
            for items in [p["items"] for p in parts if "items" in p][:1]:
                yield from undescribed(item, items, schema, f"{place}[{index}]")
    if not isinstance(data, dict):
        return
    known = {key: below for p in parts for key, below in p.get("properties", {}).items()}
    others = [p["additionalProperties"] for p in parts if "additionalProperties" in p]
    for key, value in data.items():
        if key in known:
            yield from undescribed(value, known[key], schema, f"{place}.{key}")
        elif not others and known:
            yield f"{place}.{key}"


def flat(part: dict[str, Any], schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A part and all that it refers to."""
    yield part
    if "$ref" in part:
        yield from flat(schema["$defs"][part["$ref"].rpartition("/")[2]], schema)
    for also in ("allOf", "oneOf"):
        for each in part.get(also, []):
            yield from flat(each, schema)
