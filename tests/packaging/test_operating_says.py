"""The numbers, names and commands of docs/operating.md are those of the program and of the files it speaks of."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path

import pytest
import yaml

from bot.screenshots.worker import WAITING
from bot.settings import Settings
from bot.store import StoreSettings
from bot.store.store import _THREADS
from bot.store.transaction import DAY, LIFETIME_DAYS
from bot.telegram import jobs, outbox, pictures, private, processor, webhook
from bot.telegram.bot import _MANY, PollingSettings
from dialogs.groups import PER_GROUP, PER_MEMBER
from tests.each import each
from tests.packaging.test_compose import COMPOSED, MANY, REPLICAS, STAGES
from tests.packaging.test_operating import BOT
from tests.packaging.test_readme import options
from tests.strangers.test_strangers import WITHIN

pytestmark = pytest.mark.calendar

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operating.md").read_text("utf-8")
SAID = "".join(PAGE.split())  # lines are broken anywhere
MIGRATIONS = ROOT / "bot" / "store" / "migrations" / "versions"
NUMBERS = {
    "the turn of a picture": f"一个人一分钟里的第二张让别人的先看，{pictures._PATIENCE:.0f}秒轮不上就请他过一会儿",
    "pictures that wait": f"另有{WAITING}张可以等",
    "connections of a replica": f"每个副本在PostgreSQL上平时最多占{_THREADS}个连接",
    "sending": f"每秒约{1 / outbox.OVERALL.every:.0f}条",
    "store not reached": f"`storenotreached`：{webhook._PROBE:.0f}秒内读不到数据库",
    "outbox stuck": f"两个以上的聊天等了{outbox.STUCK / 60:.0f}分钟，这个副本{outbox.STUCK / 60:.0f}分钟没发出过一条",
    "silent connections": f"连上来{webhook._SILENCE:.0f}秒不说话的连接会断开，最多{webhook.MOST_CONNECTIONS}个",
    "a day": f"更新号记{DAY // 3600}小时",
    "life": f"最后一次使用满{LIFETIME_DAYS}天的记录在一天之内删掉",
    "life of a message": f"{LIFETIME_DAYS}天没发出去的也删掉",
    "groups": f"一个人一分钟最多得到{PER_MEMBER}次回答，整个群{PER_GROUP}次",
    "a stop": f"停止在{WITHIN:.0f}秒之内：手上的给{processor._SETTLING:.0f}秒做完",
    "let go": f"积压到{_MANY}条以上，手上做了一秒还没做完的",
    "let go of a flood": f"一个人压着{processor.Capacity().per_chat // 2}条以上的，十分之一秒",
    "tries to send": f"试{outbox._MOST_TRIES}次后丢掉",
    "tries to process": f"让处理失败{private._TRIES}次、或让进程死{private._STARTS}次",
    "a locked file": f"等{StoreSettings('sqlite:///x').patience:.0f}秒，再试",
    "a clock": f"一天之内不删记录，{jobs._DOUBT_REMINDERS / 60:.0f}分钟之内不发提醒",
    "pauses": f"最多{outbox._LONGEST_PAUSE / 60:.0f}分钟一次；长轮询连续失败{PollingSettings().dead_after:.0f}秒就退出",
    "another poller": f"{PollingSettings().dead_after:.0f}秒后退出",
}


@pytest.mark.parametrize("said", NUMBERS.values(), ids=list(NUMBERS))
def test_a_number_is_the_programs(said: str):
    assert said in SAID


def test_numbers_in_words_are_the_programs():
    assert (processor._LONG, jobs._DOUBT_PURGE, pictures._LATELY, jobs.HOUR) == (1, DAY, 60, 3600)


def section(title: str) -> str:
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


QUOTED = sorted(
    {
        piece
        for words in re.findall(r"`([A-Z]?[a-z]+(?: [^`]+)+)`", section("出了事"))
        for piece in re.split(r"…| \w+=", words)
        if " " in piece.strip() and not words.startswith("docker")
    }
)


@each("words", QUOTED)
def test_what_is_said_in_trouble_is_what_the_program_says(words: str):
    assert words.strip() in re.sub(r'"\s*f?"', "", BOT)  # a sentence may stand on several lines


def test_enough_of_it_was_looked_for():
    assert len(QUOTED) >= 10


def test_every_command_of_ours_can_be_typed():
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL))
    lines = [*blocks.splitlines(), *re.findall(r"`([^`\n]+)`", PAGE)]
    ours = [line for line in lines if "transfer-aid " in line and "transfer-aid:" not in line]
    found = [shlex.split(line, comments=True) for line in ours]
    for words in found:
        [at] = [number for number, word in enumerate(words) if word.endswith("transfer-aid")]
        rest = words[at + 1 :]
        if rest != ["--version"]:
            options(rest[0]).parse_args(rest[1:])
    assert {words[-1] for words in found} >= {"upgrade", "reseal", "due", "--release", "127.0.0.1:8080"}
    [command] = re.findall(r"`command: (\[.+?\])`", PAGE)
    name, *rest = yaml.load(command, yaml.CSafeLoader)
    assert (name, options(name).parse_args(rest).health) == ("telegram", "0.0.0.0:8080")


def test_the_slim_image_is_had_as_told():
    [(old, new)] = re.findall(r"`(build: \.)` 换成 `(build: \{.+?\})`", PAGE)
    for name in COMPOSED:
        text = (ROOT / name).read_text("utf-8")
        assert text.count(old) == 1
        changed = yaml.load(text.replace(old, new), yaml.CSafeLoader)
        [built] = {str(one["build"]) for one in changed["services"].values() if one["image"] == "transfer-aid:local"}
        assert yaml.load(built, yaml.CSafeLoader) == {"context": ".", "target": "slim"}
    assert {"slim", "full"} <= STAGES


def test_the_languages_are_those_there_are():
    known = yaml.load((ROOT / "content" / "languages.yaml").read_text("utf-8"), yaml.CSafeLoader)
    told = re.search(r"`TRANSFER_AID_LANGUAGE`：不写是简体（`([\w-]+)`），可以是 (.+?)。", PAGE)
    assert told is not None
    assert told[1] == Settings().language
    assert [told[1], *re.findall(r"`([\w-]+)`", told[2])] == [one["tag"] for one in known]


def test_what_changes_a_table_that_is_there_is_named_and_what_only_adds_is_not():
    """An old replica goes on with a table it knows; not with one that has lost or got a column."""
    changing = set()
    for file in sorted(MIGRATIONS.glob("m*.py")):
        if operations(file) - {"create_table", "create_index", "f"}:
            changing.add(file.name[1:5])
    [told] = re.findall(r"数据库版本 ([\d 和、]+?) ?会改", section("升级"))
    assert set(re.findall(r"\d{4}", told)) == changing


def operations(file: Path) -> set[str]:
    """What of Alembic's operations a migration calls."""
    nodes = ast.walk(ast.parse(file.read_text("utf-8")))
    return {node.attr for node in nodes if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "op"}


def test_the_proxy_waits_as_long_as_told_before_it_asks_who_is_not_ready():
    caddyfile = (ROOT / "Caddyfile").read_text("utf-8")
    first, _, last_resort = caddyfile.partition("handle_errors 503")
    [seconds] = re.findall(r"lb_try_duration (\d+)s", first)
    assert f"等 {seconds} 秒照样送" in PAGE
    assert "health_uri /readyz" in first
    assert "reverse_proxy bot-1:8080 bot-2:8080" in last_resort


def test_metrics_are_found_where_prometheus_is_sent():
    assert "接到 `front` 网络，抓 `bot-1:8080` 和 `bot-2:8080`" in PAGE
    for name in REPLICAS:
        assert "front" in MANY[name]["networks"]
        assert MANY[name]["environment"]["TRANSFER_AID_WEBHOOK_LISTEN"].endswith(":8080")
        assert "ports" not in MANY[name]


def test_a_logs_limit_is_as_told():
    limits = {
        int(one["logging"]["options"]["max-size"].removesuffix("m")) * int(one["logging"]["options"]["max-file"])
        for composed in COMPOSED.values()
        for one in composed["services"].values()
    }
    assert limits == {50}
    assert "每个容器的日志最多留 50 MB" in PAGE


def test_the_facts_are_looked_at_when_told():
    workflow = yaml.load((ROOT / ".github" / "workflows" / "due.yml").read_text("utf-8"), yaml.CSafeLoader)
    [when] = workflow[True]["schedule"]  # YAML takes "on" for a truth
    assert when["cron"].endswith("* * 1")
    assert workflow[True].keys() == {"schedule", "workflow_dispatch"}  # no change waits for it
    assert "transfer-aid content due" in str(workflow["jobs"])
