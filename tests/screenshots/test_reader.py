"""Reading real pictures with the real engine: words, order, wrapped lines, codes, and pictures that are none."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from bot.cli import main
from bot.extras import PACKAGES, MissingExtraError, optional_module, require
from bot.screenshots.picture import (
    MAX_BYTES,
    MOST_FRAMES,
    MOST_SCANS,
    NotAPictureError,
    PictureTooLargeError,
    open_picture,
)
from bot.screenshots.reader import ImageText, read_image, text_to_check, with_codes
from dialogs.checking import CheckResult
from dialogs.dialog import Dialog
from tests.each import each
from tests.screenshots.conftest import CODE, LURES
from tests.screenshots.pictures import animation, chat, font, jpeg_of_scans, png_claiming, saved


def words(text: str) -> str:
    """Without blanks, and with one form of each mark."""
    return "".join(text.split()).replace("?", "？")


def test_wrapped_bubbles_come_out_whole_and_apart(light: ImageText) -> None:
    lines = [words(line) for line in light.text.splitlines()]
    assert [words(lure) for lure in LURES] == [line for line in lines if len(line) > 20]
    assert lines.index("这是骗子，别信") == lines.index(words(LURES[0])) + 1
    assert "昨天21:02" in lines
    assert light.whole


def test_dark_colours_and_jpeg_are_read_as_well(dark: ImageText) -> None:
    assert [words(lure) for lure in LURES] == [words(line) for line in dark.text.splitlines()[-2:]]


def test_the_code_is_evidence_and_broken_where_it_is_shown(light: ImageText, dialog: Dialog) -> None:
    assert light.codes == (CODE,)
    assert text_to_check(light).endswith(CODE)
    result = with_codes(dialog.checker.check(text_to_check(light)), light.codes)
    assert result.verdict == "fake_recall_tool"
    assert result.artifacts[-1].kind == "qr_code"
    assert result.artifacts[-1].shown == "hxxps://chehui[.]example[.]com/…"
    assert all("://chehui." not in artifact.shown for artifact in result.artifacts)


def test_without_codes_a_verdict_stays_as_it_is() -> None:
    result = CheckResult("none", 0.0)
    assert with_codes(result, ()) is result


def test_a_long_screenshot_is_read_in_pieces_without_loss_or_repeat() -> None:
    said = [("you" if number % 3 else "me", f"第{number}条，先核对再付") for number in range(10, 30)]
    small = chat(said, size=(760, 4000)).resize((342, 1800))
    read = read_image(saved(small))
    assert [read.text.count(f"第{number}条") for number in range(10, 30)] == [1] * 20
    assert read.whole


def test_a_picture_turned_by_its_exif_note_is_read_upright() -> None:
    picture = Image.new("RGB", (360, 90), "white")
    ImageDraw.Draw(picture).text((10, 20), "转账撤回神器", fill="black", font=font(40))
    note = Image.Exif()
    note[0x0112] = 6  # to be turned right by a quarter
    turned = picture.transpose(Image.Transpose.ROTATE_90)
    assert words(read_image(saved(turned, "JPEG", exif=note)).text) == "转账撤回神器"


def test_words_on_a_clear_ground_are_read() -> None:
    picture = Image.new("RGBA", (360, 90), (0, 0, 0, 0))
    ImageDraw.Draw(picture).text((10, 20), "先追回后收费", fill="black", font=font(40))
    assert words(read_image(saved(picture)).text) == "先追回后收费"
    assert words(read_image(saved(picture, "WEBP")).text) == "先追回后收费"


@pytest.mark.parametrize("size", [(1, 1), (900, 1), (40, 3_000), (1, 60_000)])
def test_a_strange_shape_is_read_at_once(size: tuple[int, int]) -> None:
    begun = time.process_time()
    assert read_image(saved(Image.new("RGB", size, "white"))).text == ""
    assert time.process_time() - begun < 3


@each("size", [(100_000, 100_000), (2**31 - 1, 2**31 - 1), (5001, 5000), (20_000, 20_000), (1, 1_000_000), (65_536, 1)])
def test_a_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    with pytest.raises(PictureTooLargeError):
        open_picture(png_claiming(*size))


def test_a_file_with_too_many_bytes_is_refused() -> None:
    with pytest.raises(PictureTooLargeError):
        open_picture(b"\x89PNG\r\n\x1a\n" + bytes(MAX_BYTES))


@each("form", ["PNG", "JPEG", "WEBP"])
def test_a_file_that_is_cut_off_is_refused(form: str) -> None:
    whole = saved(chat([("you", "转账")], size=(300, 400)), form)
    for share in (0.02, 0.3, 0.9):
        with pytest.raises(NotAPictureError):
            open_picture(whole[: int(len(whole) * share)])


@each(
    "data",
    [b"", "只是文字，名字叫 .png".encode(), b"%PDF-1.7", b"GIF89a" + bytes(40), b"<svg xmlns='x'/>", b"BM" + bytes(60)],
)
def test_what_is_no_image_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPictureError):
        open_picture(data)


def test_other_formats_are_refused_though_they_could_be_decoded() -> None:
    for form in ("GIF", "BMP", "TIFF", "PPM"):
        with pytest.raises(NotAPictureError):
            open_picture(saved(Image.new("RGB", (20, 20)), form))


@settings(max_examples=150)
@given(st.sampled_from(["PNG", "JPEG", "WEBP"]), st.integers(0, 3000), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(form: str, place: int, noise: bytes) -> None:
    whole = saved(Image.linear_gradient("L").resize((40, 30)).convert("RGB"), form)
    damaged = whole[: place % len(whole)] + noise + whole[place % len(whole) + len(noise) :]
    try:
        picture = open_picture(damaged)
    except (NotAPictureError, PictureTooLargeError):
        return
    assert picture.mode == "RGB"


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_one_frame_of_a_few_is_read_and_an_animation_refused(form: str) -> None:
    assert open_picture(animation(form, MOST_FRAMES)).getpixel((5, 5)) == (255, 255, 255)
    with pytest.raises(NotAPictureError):
        open_picture(animation(form, MOST_FRAMES + 1))


def test_a_jpeg_of_many_scans_is_refused_before_any_is_decoded() -> None:
    assert open_picture(jpeg_of_scans(MOST_SCANS)).size == (64, 64)
    hostile = jpeg_of_scans(6000, (1500, 1500))
    begun = time.thread_time()
    with pytest.raises(NotAPictureError):
        open_picture(hostile)
    assert time.thread_time() - begun < 2  # all of them take minutes


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PACKAGES, "ocr", ("PIL", "no_such_reader"))
    with pytest.raises(MissingExtraError, match=r"no_such_reader.*ocr.*setup-venv full"):
        require("ocr")
    with pytest.raises(MissingExtraError, match=r"ocr.*setup-venv full"):
        optional_module("no_such_reader.part", "ocr")


@pytest.mark.calendar
def test_the_command_checks_a_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = Image.new("RGB", (700, 90), "white")
    ImageDraw.Draw(picture).text((10, 20), "转账撤回神器，先撤后付，加V：abc12345", fill="black", font=font(34))
    file = tmp_path / "shot.png"
    file.write_bytes(saved(picture))
    assert main(["check", "--image", str(file), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["verdict"] == "fake_recall_tool"
    file.write_text("转账撤回神器", "utf-8")
    assert main(["check", "--image", str(file)]) == 2
    assert "PNG" in capsys.readouterr().err
    file.write_bytes(png_claiming(1, 1_000_000))
    assert main(["check", "--image", str(file)]) == 2
    file.write_bytes(saved(Image.new("RGB", (64, 64))))
    assert main(["check", "--image", str(file)]) == 2
    assert main(["check", "--image", str(tmp_path / "none.png")]) == 2
    assert main(["check", "--image", str(file), "--jsonl"]) == 2
