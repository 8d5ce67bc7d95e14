"""Every kind of fault that the content check promises to find: how to make it, and what is then said of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from dialogs.library.parsing import parsed

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
    data = parsed(texts[file])
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
        {"contacts.yaml: line 2: not valid YAML: did not find expected node content"},
    ),
    "not a list": (
        lambda texts: replaced(texts, "contacts.yaml", "id: x\n"),
        {"contacts.yaml: a list of records is expected"},
    ),
    "a field misspelled": (
        lambda texts: edited(texts, W, one("platform.W04", statment="…")),
        {f"{W}: platform.W04.statment: there is no such field"},
    ),
    "an id used twice": (
        lambda texts: edited(texts, W, one("platform.W04", id="platform.W05")),
        {f"{W}: platform.W05: this id is used twice"},
    ),
    "a file named otherwise": (
        lambda texts: edited(texts, FLOW, lambda flow: flow.update(situation="wrong_person")),
        {
            f"{FLOW}: situation: the file must be named wrong_person.yaml",
            "zh-Hans/flows/wrong_person/words.yaml: missing: the names of situation wrong_person (title, label)",
        },
    ),
    # --- facts
    "an unsourced fact": (
        lambda texts: edited(texts, W, one("platform.W04", sources=[])),
        {f"{W}: platform.W04.sources: Tuple should have at least 1 item after validation, not 0"},
    ),
    "a check not followed by a later review": (
        lambda texts: edited(texts, W, one("platform.W04", review_by=dt.date(2026, 11, 23))),
        {f"{W}: platform.W04: review_by must be after the last check on 2026-11-23"},
    ),
    "checks out of order": (
        lambda texts: edited(texts, W, one("platform.W04", seen=[SEEN, SEEN | {"on": dt.date(2026, 11, 22)}])),
        {f"{W}: platform.W04: the checks under seen must stand in order of their days"},
    ),
    "a source that is no address": (
        lambda texts: edited(
            texts, W, one("platform.W04", sources=[{"title": "x", "kind": "official", "address": "weixin.com"}])
        ),
        {f"{W}: platform.W04: not an address: weixin.com"},
    ),
    "a template on an unknown fact": (
        lambda texts: replaced(texts, HELP, "{# facts: platform.W99 #}\n直接打字说。"),
        {f"{HELP}: unknown fact platform.W99"},
    ),
    "a step on an unknown fact": (
        lambda texts: edited(texts, MISTAKE, one("keep_proof", facts=["platform.C10", "law.C08", "law.Z01"])),
        {"zh-Hans/steps/: keep_proof: unknown fact law.Z01"},
    ),
    "a template on a fact for editors": (
        lambda texts: replaced(texts, HELP, "{# facts: law.J03 #}\n直接打字说。"),
        {f"{HELP}: law.J03 is for editors only"},
    ),
    "a number that no fact holds": (
        lambda texts: replaced(texts, HELP, "{# facts: platform.H01 #}\n打 110，等 37 分钟。"),
        {f"{HELP}: the number 37 stands in none of the facts named"},
    ),
    "a number in Chinese numerals that no fact holds": (
        lambda texts: replaced(texts, HELP, "{# facts: platform.H01 #}\n打 110，等三十七分钟。"),
        {f"{HELP}: the number 37 stands in none of the facts named"},
    ),
    "an uncertain fact said for certain": (
        lambda texts: replaced(
            edited(texts, W, lambda facts: facts.append({**facts[0], "id": "platform.W99", "confidence": "low"})),
            HELP,
            "{# facts: platform.W99 #}\n没收就会退回。",
        ),
        {f"{HELP}: platform.W99 is uncertain, but the words do not say so"},
    ),
    # --- templates
    "a missing template": (
        lambda texts: without(texts, OPENING),
        {f"{OPENING}: this template is missing"},
    ),
    "a missing message": (
        lambda texts: without(texts, HELP),
        {f"{HELP}: this template is missing"},
    ),
    "a template that nobody uses": (
        lambda texts: replaced(texts, "zh-Hans/messages/hello.md.j2", "你好"),
        {"zh-Hans/messages/hello.md.j2: no flow and no message uses this template"},
    ),
    "an undefined variable": (
        lambda texts: replaced(texts, HELP, "{{ nobody }}直接打字说。"),
        {f"{HELP}: the variable nobody is never filled"},
    ),
    "an undefined variable in a step": (
        lambda texts: edited(
            texts, "zh-Hans/steps/mistake.yaml", lambda steps: steps["keep_proof"].update(body="{{ whom }}")
        ),
        {"zh-Hans/steps/: keep_proof: the variable whom is never filled"},
    ),
    "a template that is none": (
        lambda texts: replaced(texts, HELP, "\n{% if %}"),
        {f"{HELP}: line 2: not a valid template: Expected an expression, got 'end of statement block'"},
    ),
    "an unknown predicate in a template": (
        lambda texts: replaced(texts, HELP, "{% if holds('rich') %}直接{% endif %}打字说。"),
        {f"{HELP}: unknown predicate rich"},
    ),
    "a message over length": (
        lambda texts: replaced(texts, OPENING, "字" * 501),
        {f"{OPENING}: 501 characters, at most 500"},
    ),
    "a message that says nothing": (
        lambda texts: replaced(texts, OPENING, "{% if holds('is_abroad') and holds('in_mainland') %}字{% endif %}"),
        {f"{OPENING}: says nothing"},
    ),
    "a message that cannot be rendered": (
        lambda texts: replaced(texts, OPENING, "{{ contact('moon.police').number }}"),
        {f"{OPENING}: cannot be rendered: {NO_SUCH_CONTACT}"},
    ),
    # --- flows
    "an unknown predicate in a route": (
        lambda texts: edited(
            texts, FLOW, asks("paid_at", [{"to": "return_plan", "when": ["is_rich"]}, {"to": "return_plan"}])
        ),
        {f"{FLOW}: asks.paid_at: unknown predicate is_rich"},
    ),
    "a dead end": (
        lambda texts: edited(texts, FLOW, asks("paid_at", [])),
        {f"{FLOW}: asks.paid_at: a dead end: no route leads on"},
    ),
    "what may be a dead end": (
        lambda texts: edited(texts, FLOW, asks("paid_at", [{"to": "return_plan", "when": ["is_abroad"]}])),
        {f"{FLOW}: asks.paid_at: may be a dead end: the last route must be without conditions"},
    ),
    "a route that is never taken": (
        lambda texts: edited(
            texts,
            FLOW,
            asks(
                "paid_at", [{"to": "return_plan"}, {"to": "return_plan", "when": ["is_abroad"]}, {"to": "return_plan"}]
            ),
        ),
        {f"{FLOW}: asks.paid_at: the routes after the one to return_plan can never be taken"},
    ),
    "a route to nowhere": (
        lambda texts: edited(texts, FLOW, asks("paid_at", [{"to": "some_plan"}])),
        {f"{FLOW}: asks.paid_at: leads to some_plan, which is no question or outcome of this flow"},
    ),
    "a circle": (
        lambda texts: edited(
            texts, FLOW, asks("paid_at", [{"to": "channel", "when": ["is_abroad"]}, {"to": "return_plan"}])
        ),
        {f"{FLOW}: asks.channel: leads back to itself"},
    ),
    "an unreachable question": (
        lambda texts: edited(texts, FLOW, asks("region", [{"to": "return_plan"}])),
        {f"{FLOW}: region: cannot be reached from the start"},
    ),
    "an unreachable outcome": (
        lambda texts: replaced(
            edited(texts, FLOW, lambda flow: flow["outcomes"].append("spare_plan")),
            "zh-Hans/flows/wrong_recipient/spare_plan.md.j2",
            "照下面做：",
        ),
        {f"{FLOW}: spare_plan: cannot be reached from the start"},
    ),
    "an unknown question": (
        lambda texts: edited(texts, FLOW, starting_with("zodiac", [{"to": "channel"}])),
        {f"{FLOW}: asks.zodiac: no question zodiac in questions.yaml"},
    ),
    "an unknown menu": (
        lambda texts: edited(texts, FLOW, lambda flow: flow.update(menu="which_dream")),
        {f"{FLOW}: menu: no menu question which_dream"},
    ),
    # --- questions
    "a question without words": (
        lambda texts: edited(texts, QUESTIONS, lambda words: words.pop("paid_parts")),
        {f"{QUESTIONS}: paid_parts: the words of this question are missing"},
    ),
    "an option without words": (
        lambda texts: edited(texts, QUESTIONS, lambda words: words["police"]["options"].pop("refused")),
        {f"{QUESTIONS}: police.refused: the words of this option are missing"},
    ),
    "words for an option that is none": (
        lambda texts: edited(
            texts, QUESTIONS, lambda words: words["police"]["options"].update(maybe={"label": "也许"})
        ),
        {f"{QUESTIONS}: police.maybe: words for an option that the question does not have"},
    ),
    "a label over length": (
        lambda texts: edited(
            texts, QUESTIONS, lambda words: words["police"]["options"]["refused"].update(label="字" * 25)
        ),
        {f"{QUESTIONS}: police.refused: label of 25 characters, at most 24"},
    ),
    "an id over the bytes of a button": (
        lambda texts: edited(
            edited(texts, "questions.yaml", one("police", options=["not_yet", "reported", "refused", "r" * 57])),
            QUESTIONS,
            lambda words: words["police"]["options"].update({"r" * 57: {"label": "别的"}}),
        ),
        {f"questions.yaml: police.{'r' * 57}: id too long for a button of 64 bytes"},
    ),
    "an answer implied that is none": (
        lambda texts: edited(texts, "questions.yaml", one("police", implied=[{"value": "maybe", "when": ["is_rich"]}])),
        {
            "questions.yaml: police.implied: no option maybe",
            "questions.yaml: police.implied: unknown predicate is_rich",
        },
    ),
    # --- steps
    "an unknown predicate in a step": (
        lambda texts: edited(texts, MISTAKE, one("keep_proof", when=["is_rich"])),
        {"steps/: keep_proof: unknown predicate is_rich"},
    ),
    "an unknown situation in a step": (
        lambda texts: edited(texts, MISTAKE, one("keep_proof", situations=["wrong_recipient", "wrong_planet"])),
        {"steps/: keep_proof: unknown situation wrong_planet"},
    ),
    "a step without words": (
        lambda texts: edited(texts, "zh-Hans/steps/mistake.yaml", lambda steps: steps.pop("keep_proof")),
        {"zh-Hans/steps/: keep_proof: the words of this step are missing"},
    ),
    "words without a step": (
        lambda texts: edited(
            texts, "zh-Hans/steps/mistake.yaml", lambda steps: steps.update(dream={"title": "x", "body": "x"})
        ),
        {"zh-Hans/steps/: dream: words for a step that does not exist"},
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
        {"steps/: wait_for_return: deadline counts from unknown question born_at"},
    ),
    "a step over length": (
        lambda texts: edited(
            texts, "zh-Hans/steps/mistake.yaml", lambda steps: steps["keep_proof"].update(title="存", body="字" * 470)
        ),
        {"zh-Hans/steps/: keep_proof: 471 characters"},
    ),
}
