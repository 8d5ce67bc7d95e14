"""Draws the chats of `tests.phone.chats` into a folder, and prints how tall each message is."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from tests.phone.browser import BROWSER, picture
from tests.phone.bubbles import Bubble, drawn
from tests.phone.chats import CHATS, screen
from tests.phone.page import page

COLOURS = 32  # of a picture: small enough for the README


async def played(name: str) -> list[Bubble]:
    """The chat at its end."""
    async with screen() as chat:
        await CHATS[name](chat)
        return chat.bubbles


def draw(folder: Path, name: str, bubbles: list[Bubble]) -> None:
    """Write ``<chat>.html`` and ``<chat>.png``; the picture by a browser where there is one, else by ourselves."""
    html, png = folder / f"{name}.html", folder / f"{name}.png"
    html.write_text(page(name, bubbles), encoding="utf-8")
    if BROWSER is None:
        drawn(bubbles).quantize(COLOURS).save(png, optimize=True)
    else:
        picture(html, png, sum(one.height for one in bubbles) + 8)


def main(folder: Path, names: list[str]) -> None:
    """Draw the chats named, or all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or CHATS:
        bubbles = asyncio.run(played(name))
        heights = [one.height for one in bubbles if not one.mine]
        print(f"{name}: {heights} px, {sum(one.height for one in bubbles)} in all")  # noqa: T201
        draw(folder, name, bubbles)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "chats"), sys.argv[2:])
