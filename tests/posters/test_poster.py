"""Posters, looked at as pictures: their size, their margins, their code, and what a hostile lure does to them."""

from __future__ import annotations

import datetime as dt
import importlib
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from bot.cli import main
from bot.extras import MissingExtraError
from bot.papers.poster import _DRAWN, SHEETS, Size, drawable, make_poster, qr_svg
from dialogs.cards import Card, CardKind, Deck, make_card
from dialogs.library.load import Content
from tests.screenshots.pictures import font

TODAY = dt.date(2026, 11, 23)
BOT = "https://t.me/transfer_aid_bot?start=card"
PIXELS = {Size.PHONE: (1080, 1920), Size.SQUARE: (1080, 1080), Size.A4: (1637, 2315)}
HOSTILE = {
    "markup": '#panic("x") $x^2$ *b* _i_ `raw` @ref <lab> \\ // #import "/etc/passwd" [a](b) = H #sys.inputs {{ }}',
    "quotes": '"]) #eval("1") ") } ] \u2028 </svg> ${x} \\u{41} \\',
    "bidi": "\u202eהאב مرحبا\u202c 转账 \u2066x\u2069",
    "long": "微信转账撤回神器" * 1250,
    "word": "W" * 10_000,
    "controls": "".join(map(chr, range(32))) + "\ufeff\ufffe\U000e0041🔥🐧\ue000",
}


@pytest.fixture(scope="module")
def deck(content: Content) -> Deck:
    return content.cards


@pytest.fixture(scope="module")
def card(deck: Deck) -> Card:
    return make_card(deck, "fake_recall_tool", ("微信转账撤回神器，先付后撤",), today=TODAY, address=BOT)


def picture(card: Card, size: Size) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(make_poster(card, size, "png"))).convert("RGB"))


def assert_margins_free(drawn: np.ndarray, size: Size) -> None:
    """Nothing stands in the outer half of either margin: each row there is of one colour."""
    wide = round(SHEETS[size].margin / 1080 * drawn.shape[1] / 2)
    for strip in (drawn[:, :wide], drawn[:, -wide:]):
        assert np.ptp(strip, axis=1).max() <= 2
    assert np.ptp(drawn[-4:], axis=1).max() <= 2  # and nothing runs out at the foot


@pytest.mark.parametrize("size", list(Size))
def test_a_poster_has_its_size_its_margins_and_a_code_that_leads_back(card: Card, size: Size) -> None:
    drawn = picture(card, size)
    assert (drawn.shape[1], drawn.shape[0]) == PIXELS[size]
    assert_margins_free(drawn, size)
    assert [code.text for code in zxingcpp.read_barcodes(drawn)] == [BOT]


@pytest.mark.parametrize("kind", [kind for kind in CardKind if kind is not CardKind.FAKE_RECALL_TOOL])
def test_every_card_makes_a_poster(deck: Deck, kind: CardKind) -> None:
    assert_margins_free(picture(make_card(deck, kind, today=TODAY), Size.SQUARE), Size.SQUARE)


@pytest.mark.parametrize(("name", "size"), list(zip(HOSTILE, [Size.PHONE, Size.SQUARE] * 3, strict=True)))
def test_a_hostile_lure_is_only_words(deck: Deck, name: str, size: Size) -> None:
    card = make_card(deck, "fake_recall_tool", (HOSTILE[name],), today=TODAY, address=BOT)
    assert_margins_free(picture(card, size), size)


@pytest.mark.parametrize("size", list(Size))
def test_the_longest_words_that_content_may_hold_still_fit(card: Card, size: Size) -> None:
    full = replace(
        card, title="题" * 20, lure="W" * 120, why=("因" * 48,) * 3, todo=("做" * 48,) * 4, sources=("某某单位",) * 8
    )
    assert_margins_free(picture(full, size), size)


def test_the_lure_is_on_the_poster(card: Card) -> None:
    assert (picture(card, Size.SQUARE) != picture(replace(card, lure="微信转账撤回神器，先付后徹"), Size.SQUARE)).any()


def test_a_pdf_is_one_page_and_the_same_each_time(card: Card) -> None:
    made = make_poster(card, "a4", "pdf")
    assert made.startswith(b"%PDF-")
    assert b"/Count 1" in made
    assert made == make_poster(card, "a4", "pdf")


def test_only_what_the_font_can_draw_is_drawn() -> None:
    face = font(24)
    nothing = bytes(face.getmask("\U0010fffe"))
    chars = [chr(code) for code in range(0x21, 0xFFFE) if not 0xD800 <= code < 0xE000]
    drawn = [char for char in chars if _DRAWN.fullmatch(char)]
    assert len(drawn) > 30_000
    assert [char for char in drawn[::37] if bytes(face.getmask(char)) == nothing] == []
    assert drawable("转🔥账\u202e撤\x00回", 20) == "转账撤回"


def test_a_long_word_may_break_and_a_broken_address_stays_whole() -> None:
    assert drawable("a" * 25, 40) == "\u200b".join(["a" * 10, "a" * 10, "a" * 5])
    assert "[\u2060.\u2060]" in drawable("hxxp://chehui-tool[.]example[.]com/…", 60)
    assert drawable("a" * 10_000, 30).replace("\u200b", "").endswith("a…")


def test_without_the_extra_it_says_what_to_install(card: Card, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.import_module

    def absent(name: str) -> object:
        if name in {"typst", "zxingcpp"}:
            raise ImportError(name)
        return real(name)

    monkeypatch.setattr("importlib.import_module", absent)
    with pytest.raises(MissingExtraError, match=r"papers.*setup-venv full"):
        qr_svg(BOT)
    with pytest.raises(MissingExtraError, match=r"typst.*papers.*setup-venv full"):
        make_poster(replace(card, address=""), "phone", "png")


@pytest.mark.calendar
def test_the_command_prints_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now = ["--now", "2026-11-23T21:00"]
    assert main(["card", "--verdict", "recovery_scam", "--lure", "先追回后收费，加V：abc12345\x1b[2J", *now]) == 0
    said = capsys.readouterr().out
    assert "先追回后收费，加V：ab***" in said
    assert "2026-11-23" in said
    assert "\x1b" not in said
    file = tmp_path / "card.png"
    assert main(["card", "--size", "square", "--address", BOT, "-o", str(file), *now]) == 0
    assert str(file) in capsys.readouterr().err
    with Image.open(file) as made:
        assert made.size == (1080, 1080)
    assert main(["card", "-o", str(tmp_path / "card.gif")]) == 2
    assert main(["card", "-o", str(tmp_path / "none" / "card.pdf")]) == 2
    assert main(["card", "--address", "javascript:1"]) == 2
    assert capsys.readouterr().out == ""
