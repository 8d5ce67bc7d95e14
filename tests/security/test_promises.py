"""Every sentence of SECURITY.md and docs/operating.md has the tests that prove it: they stand in claims.yaml.

A sentence that is not listed there word for word fails, and so does a test that is not there.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from pathlib import Path

import pytest
import yaml
from telegram.error import NetworkError

from bot.console.session import Session, files_of
from bot.telegram.logs import describe
from dialogs.dialog import Dialog
from dialogs.group_talk import masked
from tests.dialogs.talk import NOW, Talk
from tests.telegram_double.double import TOKEN

ROOT = Path(__file__).resolve().parents[2]
CLAIMS = yaml.load(Path(__file__).with_name("claims.yaml").read_text("utf-8"), yaml.CSafeLoader)
NO_CLAIMS = {
    "asks readers for something", "asks operators for something", "asks editors for something",
    "leaves it to operators", "introduces a table", "leads to another page", "says whom the page is for",
    "says what the maintainers do", "names the file and the command of the steps below",
    "a measurement with its day and machine", "says how Telegram is made",
    "Telegram's rule; what happens else stands below", "PostgreSQL's own tool makes this backup",
}  # fmt: skip


def sentences(page: str) -> list[str]:
    """The sentences of a page and the rows of its tables, without marks; what stands in two languages is one.

    Commands in blocks are tested elsewhere.
    """
    text = re.sub(r"^[ ]*```.*?^[ ]*```", "", (ROOT / page).read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^\|.*\n(?=\|[-|: ]+$)|^\|[-|: ]+$", "", text, flags=re.MULTILINE)  # heads of tables
    blocks, fresh = list[str](), True
    for line in (line.strip().replace("**", "") for line in text.splitlines()):
        if not line or line.startswith("#"):
            fresh = True
        elif fresh or re.match(r"\||- |\d+\. ", line):
            blocks.append(line.removeprefix("- "))
            fresh = False
        else:
            blocks[-1] += ("" if wide(blocks[-1][-1]) and wide(line[0]) else " ") + line
    whole = re.compile(r"(?<=。)(?!$)" if page != "SECURITY.md" else r"(?!)")
    return [found.strip() for block in blocks for found in ([block] if block[0] == "|" else whole.split(block))]


def wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


@pytest.mark.parametrize("page", CLAIMS)
def test_every_sentence_has_its_test(page: str):
    """Word for word: a sentence that is changed is not the one that its tests were chosen for."""
    found, claimed = sentences(page), [claim["say"] for claim in CLAIMS[page]]
    assert len(found) > 20
    assert [sentence for sentence in found if sentence not in claimed] == []
    assert claimed == found


def test_what_is_left_without_a_test_is_no_claim():
    for claim in (claim for page in CLAIMS.values() for claim in page):
        assert claim.keys() in ({"say", "tests"}, {"say", "no_claim"}), claim
        assert claim.get("tests") or claim.get("no_claim") in NO_CLAIMS, claim


def test_every_test_named_is_run():
    """It is a test that pytest collects, nothing skips it for good, and it can fail."""
    names = {name for page in CLAIMS.values() for claim in page for name in claim.get("tests", ())}
    assert len(names) > 100
    for name in names:
        file, _, function = name.partition("::")
        assert Path(file).name.startswith("test_")
        assert function.startswith("test_")
        nodes = ast.parse((ROOT / "tests" / file).read_text("utf-8")).body
        assert function in map(called, nodes), name
        [test] = [node for node in nodes if called(node) == function]
        marks = [ast.unparse(mark) for mark in getattr(test, "decorator_list", ())]
        assert not [mark for mark in marks if re.search(r"mark\.(?:skip\b|xfail)", mark)], name
        assert re.search(r"\bassert\b|pytest\.raises|\bfail\(|check=True|\.shows\(|checked\(", ast.unparse(test)), name


def called(node: ast.stmt) -> str:
    return node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else ""


def at_a_paper(dialog: Dialog) -> Talk:
    """Somebody defrauded who is asked what happened, for a report to the police."""
    talk = Talk(dialog).says("我被刷单骗了，昨天晚上九点半微信转账转了3万，对方已经收了")
    talk.chooses("stopped", "not_yet", "mainland", "paper:police_report", "resume")
    for _ in range(30):
        if any("对方都说了什么" in reply.text for reply in talk.turn.replies):
            return talk
        talk.chooses(next(option for option in ("set:?", "set:-", "set:no") if option in talk.options))
    raise AssertionError("never asked")


def test_what_is_filled_into_a_paper_is_kept_as_it_was_typed(dialog: Dialog):
    words = "他说先垫付一单，返我百分之二十，翡翠路的仓库发货"
    kept = at_a_paper(dialog).says(words).case
    assert words in kept.answers.values()


def test_of_what_is_told_only_the_first_message_is_kept(dialog: Dialog):
    talk = Talk(dialog).says("我被刷单骗了，昨天晚上九点半微信转账转了3万，对方已经收了")
    talk.says("他说他在翡翠路的仓库里上班，天天给我发早安，我就信了他")
    kept = "".join(talk.case.answers.values())
    assert "11月22日晚上九点半微信转账转了3万" in kept
    assert "翡翠路" not in kept
    secret = Talk(dialog).says("我被刷单骗了，微信转账转了3万，支付密码是 739164 也告诉他了，怎么办")
    assert "刷单" not in "".join(secret.case.answers.values())
    long = Talk(dialog).says("我被刷单骗了，微信转账转了3万。" + "他说再做一单就返钱。" * 80)
    assert max(map(len, long.case.answers.values())) <= 400


def test_no_case_taken_along_holds_a_secret(dialog: Dialog):
    secrets = {"739164": "我的支付密码是 739164", "482913": "【微信支付】482913 为您的验证码"}
    secrets |= {"11010519491231002X": "身份证 11010519491231002X", "6222021001112223334": "卡号 6222021001112223334"}
    session = Session(dialog, lambda: NOW, at_a_paper(dialog).case)
    for words in secrets.values():
        session.type(f"他让我发：{words}")
    [file] = files_of(session.type("/export"))
    assert "30000" in str(file.content)
    assert [secret for secret in secrets if secret in str(file.content)] == []


def test_of_what_was_done_in_a_group_sixty_characters_are_kept_and_no_account():
    shown = masked("专业追款先付后撤加微信 zhiyuanke668 " + "他说他认识警察，钱已经在路上了" * 20)
    assert "zhiyuanke668" not in shown
    assert shown.startswith("专业追款")
    assert len(shown.rstrip("…")) <= 60


def test_the_store_knows_no_pictures():
    """What is encrypted is JSON, which holds no bytes; a picture goes from Telegram to its reader and nowhere else."""
    names = {node.id for file in (ROOT / "bot/store").glob("*.py") for node in _names(file)}
    assert not {name for name in names if re.search(r"image|picture|photo", name, re.IGNORECASE)}
    assert not [file.name for file in (ROOT / "bot/telegram").glob("pic*.py") if "bot.store" in file.read_text("utf-8")]


def _names(file: Path) -> list[ast.Name]:
    return [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Name)]


def test_only_the_bots_own_requests_use_the_network():
    """A link that arrives cannot be opened by code that does not exist."""
    clients = {"httpx", "httpx_aiohttp", "aiohttp", "requests", "urllib", "http", "socket", "ftplib", "websockets"}
    using: dict[str, set[str]] = {}
    for file in sorted(path for layer in ("bot", "dialogs", "content") for path in (ROOT / layer).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            found = {name for name in names if name.split(".")[0] in clients} - {"urllib.parse"}  # which only reads
            if found:
                using.setdefault(file.relative_to(ROOT).as_posix(), set()).update(found)
    assert using == {
        "bot/telegram/bot.py": {"httpx", "httpx_aiohttp", "urllib.request"},  # the Bot API, and its proxy
        "bot/telegram/logs.py": {"httpx"},  # names of errors
    }


def test_an_error_with_the_token_in_it_is_logged_without():
    error = NetworkError(f"https://api.telegram.org/bot{TOKEN}/getMe failed")
    assert TOKEN not in str(describe(error))
    assert "getMe failed" in str(describe(error))
