"""The site as its readers get it: everything is there, every link leads somewhere, and it can be read by anybody."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from bot.site import STYLE, TEMPLATES, build, to_html
from dialogs.examples import example, variants
from dialogs.known import Known
from dialogs.library.library import TRIAGE
from dialogs.library.models.facts import SourceKind
from dialogs.predicates import PREDICATES, all_hold
from tests.dialogs.opened import open_content, open_dialog
from tests.dialogs.talk import NOW
from tests.each import each
from tests.site.reading import Page, read

LIBRARY = open_content().library
ACTIVE = {"script", "iframe", "object", "embed", "form", "input", "button", "img", "video", "audio", "base", "style"}
HIDDEN = {SourceKind.REPOST, SourceKind.LOW_QUALITY}


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return dict(build(open_dialog(), NOW, one=True))


@pytest.fixture(scope="module")
def site(files: dict[str, str]) -> dict[str, Page]:
    return {name: read(text) for name, text in files.items() if name != STYLE}


def test_every_page_is_well_formed(site: dict[str, Page]):
    assert {name: page.faults for name, page in site.items() if page.faults} == {}


def test_every_link_leads_somewhere(site: dict[str, Page]):
    ids = {name: set(page.ids) for name, page in site.items()}
    for name, page in site.items():
        for link in page.links:
            address = urlsplit(link.attributes["href"] or "")
            if not address.scheme:
                assert (address.path or name) in site, (name, address)
                assert not address.fragment or address.fragment in ids[address.path or name], (name, address)
            assert address.scheme in {"", "tel", "https", "http"}, (name, address)
            assert link.text.strip(), (name, address)


def test_every_page_can_be_read_by_a_screen_reader(site: dict[str, Page]):
    for name, page in site.items():
        assert [one.attributes.get("lang") for one in page.all("html")] == ["zh-Hans"], name
        assert len(page.all("h1")) == len(page.all("main")) == 1, name
        levels = [int(one.tag[1]) for one in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[0] == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), (name, levels)
        assert all(one.text.strip() for one in page.all("title", "h1", "h2", "h3", "h4", "h5", "h6")), name
        assert len(page.ids) == len(set(page.ids)), name
        assert all(one.attributes.get("scope") in {"row", "col"} for one in page.all("th")), name
        assert page.links[0].attributes == {"class": "skip", "href": "#main"}, name
        assert {one.attributes.get("name"): one.attributes.get("content") for one in page.all("meta")}["viewport"] == (
            "width=device-width, initial-scale=1"
        ), name
        navigations = [one.attributes.get("aria-label") for one in page.all("nav")]
        assert len(navigations) == len(set(navigations)), name


def test_titles_tell_the_pages_apart(site: dict[str, Page]):
    titles = [page.all("title")[0].text for page in site.values()]
    assert len(set(titles)) == len(titles)


def test_a_page_needs_nothing_but_its_style_sheet(site: dict[str, Page], files: dict[str, str]):
    for name, page in site.items():
        assert [one for one in page.elements if one.tag in ACTIVE] == [], name
        assert [one.attributes["href"] for one in page.all("link")] == [STYLE], name
        named = {attribute for one in page.elements for attribute in one.attributes}
        assert not {one for one in named if one.startswith("on") or one in {"src", "srcset", "style"}}, name
    assert not re.search(r"url\(|@import", files[STYLE])


def test_no_address_or_title_of_a_source_that_is_not_to_be_shown(files: dict[str, str]):
    sources = [source for fact in LIBRARY.facts.values() for source in fact.sources]
    shown = {text for one in sources if one.kind not in HIDDEN for text in (one.title, one.shown_address)}
    kept = {text for one in sources if one.kind in HIDDEN for text in (one.title, one.address) if text} - shown
    assert kept
    html = "".join(files.values())
    assert [text for text in kept if text in html] == []


def test_everything_has_its_place(site: dict[str, Page], files: dict[str, str]):
    index = {link.attributes["href"] for link in site["index.html"].links}
    assert {f"situation-{name}.html" for name in LIBRARY.flows} <= index
    shown = {name for name, fact in LIBRARY.facts.items() if not fact.internal}
    assert {one for one in site["facts.html"].ids if one in LIBRARY.facts} == shown
    assert set(LIBRARY.myths) <= set(site["myths.html"].ids)
    assert set(LIBRARY.knowledge) <= set(site["knowledge.html"].ids)
    assert set(LIBRARY.rails) <= set(site["rails.html"].ids)
    assert {contact.id for contact in LIBRARY.contacts} <= set(site["contacts.html"].ids)
    assert {f"paper-{name}.html" for name in open_content().papers.kinds} <= set(site)
    steps = {one for page in site.values() for one in page.ids if one.startswith("step-")}
    assert {f"step-{name}" for name in LIBRARY.steps} == steps
    for fact in LIBRARY.facts.values():
        if not fact.internal:
            assert str(fact.due) in files["facts.html"]
            assert fact.statement in site["facts.html"].text


def test_a_number_can_be_called(site: dict[str, Page]):
    links = {link.text: link.attributes["href"] for link in site["contacts.html"].links}
    assert {one.number for one in LIBRARY.contacts if one.number} <= set(links)
    assert links["110"] == "tel:110"
    assert links["#9110"] == "tel:%239110"
    assert links["1800 595 160"] == "tel:1800595160"


def test_a_situation_says_when_each_of_its_first_words_is_said(site: dict[str, Page]):
    text = site["situation-wrong_recipient.html"].text
    said = "他一直没收，过了 24 小时，钱一般已经自动退回。"  # two answers are needed for it
    before = text[: text.index(said)].rsplit("\n", 3)
    assert "「付款时间」答「更早」，「对方收款了吗」答「对方还没收」" in "".join(before[-3:])


def test_a_page_of_a_situation_holds_its_questions_and_where_they_lead(site: dict[str, Page]):
    flow = LIBRARY.flows["wrong_recipient"]
    page = site["situation-wrong_recipient.html"]
    assert [one for one in page.ids if one.startswith("ask-")] == [f"ask-{name}" for name in flow.asks]
    leads = [link.attributes["href"] for link in page.links]
    for routes in flow.asks.values():
        for route in routes:
            assert f"#ask-{route.to}" in leads or f"#outcome-{route.to}" in leads


def test_samples_are_filled(site: dict[str, Page]):
    report = site["paper-police_report.html"].text
    assert "8,000.00" in report or "8000" in report
    assert "退款专员" in report
    assert site["paper-police_report.html"].all("article")[0].attributes["lang"] == "zh-Hans"


@each("name", ["look_at_transfer", "look_for_returned_money", "ask_for_the_thing_back"])
def test_an_example_is_a_case_in_which_the_conditions_hold(name: str):
    flow, step = LIBRARY.flows["wrong_recipient"], LIBRARY.steps[name]
    found = example(LIBRARY, flow, nothing_known("wrong_recipient"), step.when, step.unless)
    assert found is not None
    assert all_hold(step.when, step.unless, found)


def test_there_is_no_example_of_what_a_situation_never_asks():
    flow = LIBRARY.flows["wrong_recipient"]
    assert example(LIBRARY, flow, nothing_known("wrong_recipient"), ("tool_paid",)) is None


def test_a_variant_names_no_answer_that_makes_no_difference():
    words, known = open_dialog().words, nothing_known("wrong_recipient")
    more = Known(
        {**known.answers, "channel": "alipay", "counterpart": "silent"}, NOW, known.situation, known.family,
        rails=LIBRARY.rails, regions=LIBRARY.regions,
    )  # fmt: skip
    _, other = variants(LIBRARY, [known, more], words.opening)
    assert other.answers == (("付款方式", "支付宝"),)


def nothing_known(situation: str) -> Known:
    flow = LIBRARY.flows[situation]
    return Known({TRIAGE: situation}, NOW, situation, flow.family, rails=LIBRARY.rails, regions=LIBRARY.regions)


def test_words_are_text_and_never_markup(monkeypatch: pytest.MonkeyPatch):
    evil = "<script>alert(1)</script>"
    assert "<script" not in to_html(f"{evil}\n\n# {evil}\n\n`{evil}`")
    assert "javascript:" not in re.sub(r">[^<]*<", "", to_html("[a](javascript:alert(1))"))
    monkeypatch.setattr("bot.site.situations", lambda *_: [])
    dialog, name = open_dialog(), "platform.W02"
    fact = LIBRARY.facts[name].model_copy(update={"title": evil, "statement": evil})
    myth = next(iter(LIBRARY.myths.values())).model_copy(update={"claim": evil, "truth": evil})
    library = replace(LIBRARY, facts={**LIBRARY.facts, name: fact}, myths={**LIBRARY.myths, myth.id: myth})
    dialog = replace(dialog, library=library, speak=None)
    files = dict(build(dialog, NOW, one=True))
    assert "&lt;script&gt;" in files["facts.html"]
    assert "&lt;script&gt;" in files["myths.html"]
    assert [name for name, text in files.items() if "<script" in text] == []


def test_what_is_too_old_to_be_said_gives_way_to_its_fallback(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.site.situations", lambda *_: [])
    fact, myth = LIBRARY.facts["platform.W02"], LIBRARY.myths["myth.instant_credit"]
    files = dict(build(open_dialog(), NOW + dt.timedelta(1000), one=True))
    text = read(files["myths.html"]).text
    assert myth.claim in text
    assert "满 24 小时没收会自动退回。" in myth.truth
    assert "满 24 小时没收会自动退回。" not in text
    assert fact.fallback
    assert f"现在改说：{fact.fallback}" in read(files["facts.html"]).text


def test_the_site_in_other_characters(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.site.situations", lambda *_: [])
    files = dict(build(open_dialog(), NOW))
    page = read(files["zh-Hant-TW/facts.html"])
    assert page.all("html")[0].attributes["lang"] == "zh-Hant-TW"
    assert page.all("h1")[0].text == "事實和出處"
    assert in_other_languages(page) == {"zh-Hans": "../facts.html", "zh-Hant-HK": "../zh-Hant-HK/facts.html"}
    assert page.all("link")[0].attributes["href"] == "../site.css"
    page = read(files["facts.html"])
    assert in_other_languages(page) == {"zh-Hant-HK": "zh-Hant-HK/facts.html", "zh-Hant-TW": "zh-Hant-TW/facts.html"}


def in_other_languages(page: Page) -> dict[str | None, str | None]:
    """The links from a page to the same page in other languages, by their tags."""
    return {one.attributes["hreflang"]: one.attributes["href"] for one in page.links if "hreflang" in one.attributes}


def test_conditions_have_words_under_their_names():
    named = re.findall(r'^  "(\w+)":', (TEMPLATES / "words.html.j2").read_text("utf-8"), re.MULTILINE)
    assert named
    assert set(named) <= set(PREDICATES)


def test_colours_can_be_read():
    style = (TEMPLATES / STYLE).read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    assert len(blocks) == 3  # by day, by night, on paper
    day = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", blocks[0]))
    for block in blocks:
        colours = {**day, **dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))}
        for ground in ("paper", "panel"):
            for ink in ("ink", "quiet", "link", "mark"):
                assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground, block)
        assert contrast(colours["line"], colours["paper"]) >= 3
    assert not re.search(r"#[0-9a-f]{3,8}\b", re.sub(r":root \{.*?\}", "", style, flags=re.DOTALL))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2 between two colours such as ``#1a1a1a``."""
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
