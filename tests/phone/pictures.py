"""Draws the README's pictures: `python -m tests.phone.pictures FOLDER` (`./scripts/draw-pictures`).

Two chats as the bot sends them, a poster, the first page of a paper, and a page of four kinds made for the invented
cases of the site, each from the program's own words and on the same day, so that the same content gives the same
pictures.
"""

from __future__ import annotations

import asyncio
import io
import sys
from pathlib import Path

from PIL import Image

from bot.console.session import Session, files_of
from bot.content import open_content, open_dialog
from bot.papers.export import typeset_paper
from bot.papers.poster import make_poster
from bot.site import samples
from dialogs.cards import make_card
from dialogs.messages import Turn
from tests.dialogs.talk import NOW
from tests.phone.__main__ import COLOURS, played
from tests.phone.bubbles import drawn

CHATS = {"plan": "mistake", "verdict": "verdict"}
LURE = "专业撤回微信转账，先付后撤"
KINDS = {"police_report": 0, "complaint_fraud": 0, "civil_complaint": 1, "evidence_list": 0}  # and the page shown
POSTER, PAPER = (540, 960), (620, 877)  # pixels
REPORT = (
    "我被骗了，在群里看到刷单返利，昨天下午三点微信转给他两笔，3000和5000，现在他把我拉黑了",
    "先看全部步骤",
    "写材料",
    "报案材料",
    "先这样，看看",
    "就这样写",
    "要 PDF 文件",
)


def poster() -> Image.Image:
    """The poster that warns of a tool which recalls transfers."""
    card = make_card(open_content().cards, "fake_recall_tool", (LURE,), today=NOW.date())
    return Image.open(io.BytesIO(make_poster(card, "phone", "png")))


def talk() -> list[Turn]:
    """The conversation that ends with a report to the police as a file."""
    session = Session(open_dialog(), lambda: NOW)
    return [session.type(line) for line in REPORT]


def paper() -> Image.Image:
    """The first page of the report."""
    [report] = files_of(talk()[-1])
    return Image.open(io.BytesIO(typeset_paper(report.content, "png")[0]))


def kinds() -> dict[str, Image.Image]:
    """A page of each kind that docs/papers.md shows, by the name of its picture."""
    made = {one.kind.id: one.paper.markdown for one in samples(open_dialog(), NOW) if one.kind.id in KINDS}
    pages = {kind: typeset_paper(text, "png")[KINDS[kind]] for kind, text in made.items()}
    return {f"paper_{kind}": Image.open(io.BytesIO(page)) for kind, page in pages.items()}


def main(folder: Path) -> None:
    """Draw all of them."""
    made = {name: drawn(asyncio.run(played(chat))) for name, chat in CHATS.items()}
    made |= {"poster": poster().resize(POSTER), "paper": paper().resize(PAPER)}
    made |= {name: page.resize(PAPER) for name, page in kinds().items()}
    for name, picture in made.items():
        picture.convert("RGB").quantize(COLOURS, kmeans=4).save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
