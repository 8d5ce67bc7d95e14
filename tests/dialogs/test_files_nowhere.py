"""Where Word files, PDFs and pictures cannot be made, none is offered, and who asks for one is told what to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.messages import File
from tests.dialogs.talk import Talk

NEEDED = ("file:", "chart:png", "poster:")
STORY = "我被刷单骗了，昨天晚上九点半微信转账转了3万，对方已经收了"


@pytest.fixture(params=["zh-Hans", "zh-Hant-TW", "en"])
def slim(request: pytest.FixtureRequest, dialog: Dialog) -> Talk:
    """Somebody who talks to a bot without the extra, in a language."""
    return Talk(replace(dialog, makes_files=False).by_default(request.param), Case(language=request.param))


def offered(talk: Talk) -> set[str]:
    options = {option for turn in talk.turns for reply in turn.replies for option in (o.id for o in reply.options)}
    return {option for option in options if option.startswith(NEEDED)}


def files(talk: Talk) -> list[File]:
    return [file for turn in talk.turns for reply in turn.replies for file in reply.files]


def written(talk: Talk) -> Talk:
    """A complaint, written to the end."""
    talk.says(STORY).chooses("stopped", "not_yet", "mainland", "paper:complaint_fraud")
    return talk.says("1000050001202611220512345678901", "小李（*明）").chooses("write")


def test_nothing_is_offered_that_cannot_be_made(slim: Talk):
    written(slim).commands("timeline").forwards("专业撤回微信转账，先付后撤，加V").says("给我一张提醒卡片")
    assert any(option.startswith("share:") for option in slim.options)
    assert offered(slim) == set()


@pytest.mark.parametrize("asked", ["file:docx", "file:pdf", "file:bundle", "chart:png", "poster:fake_recall_tool"])
def test_an_older_button_says_what_to_do_instead(slim: Talk, asked: str):
    written(slim).chooses(asked)
    assert slim.said("files_nowhere")
    assert files(slim) == []


@pytest.mark.parametrize("asked", ["要 Word 文件", "要 PDF 文件"])
def test_so_do_its_words(slim: Talk, asked: str):
    assert written(slim).says(asked).said("files_nowhere")


def test_the_calendar_is_still_there(slim: Talk):
    slim.says("今天下午3点20微信转账转错人了，5000元，对方还没收").commands("timeline")
    assert "chart:ics" in slim.options
