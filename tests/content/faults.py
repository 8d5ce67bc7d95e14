"""Every kind of fault that the content check promises to find: how to make it, and what is then said of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from dialogs.library.decoding import parse_yaml

FLOW = "flows/wrong_recipient.yaml"
W = "facts/platform/w.yaml"
MISTAKE = "steps/mistake.yaml"
QUESTIONS = "zh-Hans/questions.yaml"
OPENING = "zh-Hans/flows/wrong_recipient/opening.md.j2"
HELP = "zh-Hans/messages/help.md.j2"
SEEN = {"on": dt.date(2026, 11, 23), "by": "editor", "how": "page"}
NO_SUCH_CONTACT = "UndefinedError: value was undefined because a callable raised a StopIteration exception"

Texts = Mapping[str, str]
Edit = Callable[[Any], object]


def edited(texts: Texts, file: str, edit: Edit) -> dict[str, str]:
    """The texts with one YAML file changed as data."""
    data = parse_yaml(texts[file])
    edit(data)
    return {**texts, file: yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)}


def replaced(texts: Texts, file: str, text: str) -> dict[str, str]:
    return {**texts, file: text}


def without(texts: Texts, *files: str) -> dict[str, str]:
    return {name: text for name, text in texts.items() if name not in files}


def one(name: str, **fields: object) -> Edit:
    """An edit of the record of this id or name in a list file."""

    def edit(records: list[dict[str, Any]]) -> None:
        next(record for record in records if name in {record.get("id"), record.get("name")}).update(fields)

    return edit


def starting_with(question: str, routes: list[object]) -> Edit:
    return lambda flow: (flow["asks"].update({question: routes}), flow.update(start=question))


def asks(question: str, routes: list[object]) -> Edit:
    return lambda flow: flow["asks"].update({question: routes})


FAULTS: dict[str, tuple[Callable[[Texts], Texts], set[str]]] = {
    # --- files
    "not YAML": (
        lambda texts: replaced(texts, "contacts.yaml", "- id: [\n"),
        {"contacts.yaml: 第 2 行: 不是 YAML：括号没有成对，或这里少了内容"},
    ),
    "not a list": (
        lambda texts: replaced(texts, "contacts.yaml", "id: x\n"),
        {"contacts.yaml: 应是列表"},
    ),
    "a field misspelled": (
        lambda texts: edited(texts, W, one("platform.W04", statment="…")),
        {f"{W}: platform.W04.statment: 没有这一项，多半是名字打错了"},
    ),
    "an id used twice": (
        lambda texts: edited(texts, W, one("platform.W04", id="platform.W05")),
        {f"{W}: platform.W05: 这个 id 用了两次"},
    ),
    "a file named otherwise": (
        lambda texts: edited(texts, FLOW, lambda flow: flow.update(situation="wrong_person")),
        {
            f"{FLOW}: situation: 和文件名不一致，文件应叫 wrong_person.yaml",
            "zh-Hans/flows/wrong_recipient/words.yaml: 没有这种遭遇",
            "zh-Hans/flows/wrong_person/words.yaml: 缺这个文件：遭遇 wrong_person 的名字（title、label）",
        },
    ),
    # --- facts
    "an unsourced fact": (
        lambda texts: edited(texts, W, one("platform.W04", sources=[])),
        {f"{W}: platform.W04.sources: 太少，至少 1 项"},
    ),
    "a check not followed by a later review": (
        lambda texts: edited(texts, W, one("platform.W04", review_by=dt.date(2026, 11, 23))),
        {f"{W}: platform.W04: review_by 应在最后一次核对（2026-11-23）之后"},
    ),
    "checks out of order": (
        lambda texts: edited(texts, W, one("platform.W04", seen=[SEEN, SEEN | {"on": dt.date(2026, 11, 22)}])),
        {f"{W}: platform.W04: seen 要按日子先后排"},
    ),
    "a source that is no address": (
        lambda texts: edited(
            texts, W, one("platform.W04", sources=[{"title": "x", "kind": "official", "address": "weixin.com"}])
        ),
        {f"{W}: platform.W04: 不是网址：weixin.com"},
    ),
    "a template on an unknown fact": (
        lambda texts: replaced(texts, HELP, "{# facts: platform.W99 #}\n直接打字说。"),
        {f"{HELP}: 没有 platform.W99 这条事实"},
    ),
    "a step on an unknown fact": (
        lambda texts: edited(texts, MISTAKE, one("keep_proof", facts=["platform.C10", "law.C08", "law.Z01"])),
        {"zh-Hans/steps/: keep_proof: 没有 law.Z01 这条事实"},
    ),
    "a template on a fact for editors": (
        lambda texts: replaced(texts, HELP, "{# facts: law.J03 #}\n直接打字说。"),
        {f"{HELP}: law.J03 只给编辑看，不能对用户说"},
    ),
    "a number that no fact holds": (
        lambda texts: replaced(texts, HELP, "{# facts: platform.H01 #}\n打 110，等 37 分钟。"),
        {f"{HELP}: 数字 37 不在所列事实里"},
    ),
    "a number in Chinese numerals that no fact holds": (
        lambda texts: replaced(texts, HELP, "{# facts: platform.H01 #}\n打 110，等三十七分钟。"),
        {f"{HELP}: 数字 37 不在所列事实里"},
    ),
    "an uncertain fact said for certain": (
        lambda texts: replaced(
            edited(texts, W, lambda facts: facts.append({**facts[0], "id": "platform.W99", "confidence": "low"})),
            HELP,
            "{# facts: platform.W99 #}\n没收就会退回。",
        ),
        {f"{HELP}: platform.W99 还不确定，话里要有「一般」「可能」「以…为准」这样的词"},
    ),
    # --- templates
    "a missing template": (
        lambda texts: without(texts, OPENING),
        {f"{OPENING}: 缺这个文件"},
    ),
    "a missing message": (
        lambda texts: without(texts, HELP),
        {f"{HELP}: 缺这个文件"},
    ),
    "a template that nobody uses": (
        lambda texts: replaced(texts, "zh-Hans/messages/hello.md.j2", "你好"),
        {"zh-Hans/messages/hello.md.j2: 没有地方用这个文件，多半是文件名打错了"},
    ),
    "an undefined variable": (
        lambda texts: replaced(texts, HELP, "{{ nobody }}直接打字说。"),
        {f"{HELP}: 没有 nobody 这个变量，多半是名字打错了"},
    ),
    "an undefined variable in a step": (
        lambda texts: edited(
            texts, "zh-Hans/steps/mistake.yaml", lambda steps: steps["keep_proof"].update(body="{{ whom }}")
        ),
        {"zh-Hans/steps/: keep_proof: 没有 whom 这个变量，多半是名字打错了"},
    ),
    "a template that is none": (
        lambda texts: replaced(texts, HELP, "\n{% if %}"),
        {f"{HELP}: 第 2 行: 模板写坏了：Expected an expression, got 'end of statement block'"},
    ),
    "an unknown predicate in a template": (
        lambda texts: replaced(texts, HELP, "{% if holds('rich') %}直接{% endif %}打字说。"),
        {f"{HELP}: 没有 rich 这个条件"},
    ),
    "a message over length": (
        lambda texts: replaced(texts, OPENING, "字" * 501),
        {f"{OPENING}: 有 501 个字，最多 500 个"},
    ),
    "a message that says nothing": (
        lambda texts: replaced(texts, OPENING, "{% if holds('is_abroad') and holds('in_mainland') %}字{% endif %}"),
        {f"{OPENING}: 什么也没说"},
    ),
    "a message that cannot be rendered": (
        lambda texts: replaced(texts, OPENING, "{{ contact('moon.police').number }}"),
        {f"{OPENING}: 填不出来：{NO_SUCH_CONTACT}"},
    ),
    # --- flows
    "an unknown predicate in a route": (
        lambda texts: edited(
            texts, FLOW, asks("paid_at", [{"to": "return_plan", "when": ["is_rich"]}, {"to": "return_plan"}])
        ),
        {f"{FLOW}: asks.paid_at: 没有 is_rich 这个条件"},
    ),
    "a dead end": (
        lambda texts: edited(texts, FLOW, asks("paid_at", [])),
        {f"{FLOW}: asks.paid_at: 走不下去：没有去处"},
    ),
    "what may be a dead end": (
        lambda texts: edited(texts, FLOW, asks("paid_at", [{"to": "return_plan", "when": ["is_abroad"]}])),
        {f"{FLOW}: asks.paid_at: 可能走不下去：最后一条去处不能有 when 或 unless"},
    ),
    "a route that is never taken": (
        lambda texts: edited(
            texts,
            FLOW,
            asks(
                "paid_at", [{"to": "return_plan"}, {"to": "return_plan", "when": ["is_abroad"]}, {"to": "return_plan"}]
            ),
        ),
        {f"{FLOW}: asks.paid_at: 去 return_plan 的那条没有条件，它后面的永远走不到"},
    ),
    "a route to nowhere": (
        lambda texts: edited(texts, FLOW, asks("paid_at", [{"to": "some_plan"}])),
        {f"{FLOW}: asks.paid_at: 去处 some_plan 不是这条路线里的问题或结果"},
    ),
    "a circle": (
        lambda texts: edited(
            texts, FLOW, asks("paid_at", [{"to": "channel", "when": ["is_abroad"]}, {"to": "return_plan"}])
        ),
        {f"{FLOW}: asks.channel: 绕回了自己，会走不完"},
    ),
    "an unreachable question": (
        lambda texts: edited(texts, FLOW, asks("region", [{"to": "return_plan"}])),
        {f"{FLOW}: region: 从 start 出发走不到这里"},
    ),
    "an unreachable outcome": (
        lambda texts: replaced(
            edited(texts, FLOW, lambda flow: flow["outcomes"].append("spare_plan")),
            "zh-Hans/flows/wrong_recipient/spare_plan.md.j2",
            "照下面做：",
        ),
        {f"{FLOW}: spare_plan: 从 start 出发走不到这里"},
    ),
    "an unknown question": (
        lambda texts: edited(texts, FLOW, starting_with("zodiac", [{"to": "channel"}])),
        {f"{FLOW}: asks.zodiac: questions.yaml 里没有 zodiac 这个问题"},
    ),
    "an unknown menu": (
        lambda texts: edited(texts, FLOW, lambda flow: flow.update(menu="which_dream")),
        {f"{FLOW}: menu: questions.yaml 里没有 which_dream 这个菜单"},
    ),
    # --- questions
    "a question without words": (
        lambda texts: edited(texts, QUESTIONS, lambda words: words.pop("paid_parts")),
        {f"{QUESTIONS}: paid_parts: 缺这个问题的话"},
    ),
    "an option without words": (
        lambda texts: edited(texts, QUESTIONS, lambda words: words["police"]["options"].pop("refused")),
        {f"{QUESTIONS}: police.refused: 缺这个选项的话"},
    ),
    "words for an option that is none": (
        lambda texts: edited(
            texts, QUESTIONS, lambda words: words["police"]["options"].update(maybe={"label": "也许"})
        ),
        {f"{QUESTIONS}: police.maybe: 这个问题没有这个选项"},
    ),
    "a label over length": (
        lambda texts: edited(
            texts, QUESTIONS, lambda words: words["police"]["options"]["refused"].update(label="字" * 25)
        ),
        {f"{QUESTIONS}: police.refused: 按钮有 25 个字，最多 24 个"},
    ),
    "an id over the bytes of a button": (
        lambda texts: edited(
            edited(texts, "questions.yaml", one("police", options=["not_yet", "reported", "refused", "r" * 57])),
            QUESTIONS,
            lambda words: words["police"]["options"].update({"r" * 57: {"label": "别的"}}),
        ),
        {f"questions.yaml: police.{'r' * 57}: id 太长，按钮最多带 64 字节"},
    ),
    "an answer implied that is none": (
        lambda texts: edited(texts, "questions.yaml", one("police", implied=[{"value": "maybe", "when": ["is_rich"]}])),
        {
            "questions.yaml: police.implied: 没有 maybe 这个选项",
            "questions.yaml: police.implied: 没有 is_rich 这个条件",
        },
    ),
    # --- steps
    "an unknown predicate in a step": (
        lambda texts: edited(texts, MISTAKE, one("keep_proof", when=["is_rich"])),
        {"steps/: keep_proof: 没有 is_rich 这个条件"},
    ),
    "an unknown situation in a step": (
        lambda texts: edited(texts, MISTAKE, one("keep_proof", situations=["wrong_recipient", "wrong_planet"])),
        {"steps/: keep_proof: 没有 wrong_planet 这种遭遇"},
    ),
    "a step without words": (
        lambda texts: edited(texts, "zh-Hans/steps/mistake.yaml", lambda steps: steps.pop("keep_proof")),
        {"zh-Hans/steps/: keep_proof: 缺这个步骤的话"},
    ),
    "words without a step": (
        lambda texts: edited(
            texts, "zh-Hans/steps/mistake.yaml", lambda steps: steps.update(dream={"title": "x", "body": "x"})
        ),
        {"zh-Hans/steps/: dream: 没有这个步骤"},
    ),
    "a deadline from nothing": (
        lambda texts: edited(
            texts,
            MISTAKE,
            one(
                "wait_for_return",
                deadline={"start": "born_at", "hours": 24, "kind": "happens_at", "facts": ["platform.W02"]},
            ),
        ),
        {"steps/: wait_for_return: 期限从 born_at 算起，但没有这个问题"},
    ),
    "a step over length": (
        lambda texts: edited(
            texts, "zh-Hans/steps/mistake.yaml", lambda steps: steps["keep_proof"].update(title="存", body="字" * 470)
        ),
        {"zh-Hans/steps/: keep_proof: 有 471 个字，最多 460 个"},
    ),
}
