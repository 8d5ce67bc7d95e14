"""A chat as an HTML page, from the very calls: to look at in a browser, or to have one draw it."""

from __future__ import annotations

import html
from collections.abc import Sequence

from tests.phone.bubbles import Bubble, Row

STYLE = """
body { margin: 0; width: 390px; background: #d9e3ea; font: 16px/22px "Noto Sans CJK SC", "PingFang SC", sans-serif; }
.bubble { width: 311px; margin: 8px 8px 0; padding: 6px 12px 22px; border-radius: 10px; background: #fff; }
.mine { margin-left: 47px; background: #e3fbd0; }
p { margin: 0; min-height: 22px; } .quoted { border-left: 3px solid #3b8fd6; padding-left: 9px; }
.row { display: flex; gap: 4px; width: 335px; margin: 4px 8px 0; }
.row span { flex: 1; height: 40px; line-height: 40px; text-align: center; border-radius: 7px; background: #7f97a8;
  color: #fff; font-size: 15px; }
"""


def page(title: str, bubbles: Sequence[Bubble]) -> str:
    """The page."""
    return (
        f'<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{STYLE}</style><body>{''.join(map(_bubble, bubbles))}</body></html>\n"
    )


def _bubble(one: Bubble) -> str:
    rows = "".join(map(_row, one.rows))
    buttons = ("".join(f"<span>{html.escape(label)}</span>" for label in labels) for labels in one.buttons)
    kind = "bubble mine" if one.mine else "bubble"
    return f'<div class="{kind}">{rows}</div>' + "".join(f'<div class="row">{row}</div>' for row in buttons)


def _row(row: Row) -> str:
    words = "".join(f"<b>{html.escape(char)}</b>" if bold else html.escape(char) for char, bold in row.pieces)
    return f'<p class="quoted">{words}</p>' if row.quoted else f"<p>{words}</p>"
