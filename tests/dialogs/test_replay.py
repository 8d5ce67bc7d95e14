"""The state is found again from the answers alone: keyed by question, whatever the flow has become meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dialogs.case import Case
from dialogs.dialog import Dialog
from dialogs.library.checks.paths import thin_walks
from dialogs.library.files import read_file
from dialogs.library.library import Library
from dialogs.machine import build_machine
from dialogs.replay import Position, is_valid, replay
from tests.dialogs.opened import open_dialog
from tests.dialogs.talk import NOW, Talk
from tests.each import each

WAITING = {"situation": "wrong_recipient", "channel": "transfer", "accepted": "not_yet"}


def at(dialog: Dialog, **answers: str) -> Position:
    return dialog.position(Case(answers=answers), NOW)


def with_flow(library: Library, situation: str, text: str) -> tuple[Library, Position]:
    """The library after a deploy that changed one flow, and where a case of before stands in it."""
    flow = read_file(f"flows/{situation}.yaml", text).value
    library = replace(library, flows={**library.flows, situation: flow})
    answers = {**WAITING, "paid_at": "earlier"}
    return library, replay(library, build_machine(library), Case(answers=answers), NOW)


def test_an_empty_case_stands_at_the_first_question(dialog: Dialog):
    position = at(dialog)
    assert (position.state, position.question, position.situation) == ("triage.situation", "situation", None)
    assert position.path == ()


def test_answers_count_by_name_not_by_the_order_they_were_given(dialog: Dialog):
    backwards = dict(reversed([*WAITING.items(), ("paid_at", "earlier")]))
    position = at(dialog, **backwards)
    assert position.outcome == "return_plan"
    assert position.path == ("situation", "channel", "accepted", "paid_at")


def test_the_first_question_without_an_answer_is_open(dialog: Dialog):
    position = at(dialog, situation="wrong_recipient", channel="transfer", paid_at="earlier")
    assert position.question == "accepted"
    assert position.path == ("situation", "channel")
    assert position.known.get("paid_at") is None  # it counts when the way comes past it


def test_answers_to_questions_the_flow_does_not_ask_count_at_once(dialog: Dialog):
    position = at(dialog, situation="wrong_recipient", amount="5000", region="japan")
    assert position.known.get("amount") == "5000"
    assert position.known.get("region") == "japan"
    assert position.question == "channel"


def test_changing_one_answer_keeps_the_later_ones_that_still_fit(dialog: Dialog):
    before = {**WAITING, "accepted": "received", "counterpart": "silent", "relation": "none"}
    assert at(dialog, **before).outcome == "return_plan"
    after = at(dialog, **{**before, "channel": "personal_code"})
    assert after.outcome == "return_plan"
    assert after.path == ("situation", "channel", "counterpart", "relation")
    assert after.known.get("accepted") is None  # no longer asked, so it no longer counts


def test_an_answer_that_no_longer_fits_is_kept_for_when_it_fits_again(dialog: Dialog):
    answers = {**WAITING, "accepted": "received", "counterpart": "willing"}
    there_and_back = Case(answers=answers).answered("channel", "alipay").answered("channel", "transfer")
    assert dialog.position(there_and_back, NOW).path == ("situation", "channel", "accepted", "counterpart")


@each(
    ("answers", "open_question"),
    [
        ({**WAITING, "accepted": "perhaps"}, "accepted"),
        ({"situation": "wrong_recipient", "channel": "pigeon"}, "channel"),
        ({**WAITING, "paid_at": "last spring"}, "paid_at"),
        ({**WAITING, "paid_at": "2026-11-23T21:00:00"}, "paid_at"),
        ({"situation": "no_such_situation"}, "situation"),
        ({"situation": "mistake", "which_mistake": "scam_rebate"}, "which_mistake"),
        ({"situation": "loan_unreturned", "loan_proof": "written", "amount": "-5"}, "amount"),
    ],
)
def test_an_invalid_answer_is_asked_again(dialog: Dialog, answers: dict[str, str], open_question: str):
    position = at(dialog, **answers)
    assert position.question == open_question
    assert open_question not in position.path
    assert position.known.get(open_question) is None


def test_an_invalid_answer_beside_the_flow_does_not_count(dialog: Dialog):
    assert at(dialog, situation="wrong_recipient", amount="lots", region="moon", zodiac="goat").known.answers == {
        "situation": "wrong_recipient"
    }


def test_acceptance_told_first_says_how_it_was_paid(dialog: Dialog):
    position = at(dialog, situation="wrong_recipient", accepted="not_yet")
    assert position.question == "paid_at"
    assert position.known.get("channel") == "transfer"
    assert "channel" not in position.path  # nobody said it, so there is nothing to go back to


def test_a_question_added_by_a_newer_flow_is_asked_and_the_rest_kept(texts: Mapping[str, str], library: Library):
    changed = texts["flows/wrong_recipient.yaml"].replace(
        "  paid_at:\n    - {to: return_plan}", "  paid_at:\n    - {to: region}\n  region:\n    - {to: return_plan}"
    )
    library, position = with_flow(library, "wrong_recipient", changed)
    assert position.question == "region"
    answers = {**WAITING, "paid_at": "earlier", "region": "japan"}
    assert replay(library, build_machine(library), Case(answers=answers), NOW).outcome == "return_plan"


def test_a_question_dropped_by_a_newer_flow_is_passed_over(texts: Mapping[str, str], library: Library):
    changed = texts["flows/wrong_recipient.yaml"].replace("{to: paid_at, when", "{to: return_plan, when")
    changed = changed.replace("  paid_at:\n    - {to: return_plan}\n", "")
    _, position = with_flow(library, "wrong_recipient", changed)
    assert position.outcome == "return_plan"
    assert position.known.get("paid_at") == "earlier"


def test_a_renamed_outcome_is_just_reached(texts: Mapping[str, str], library: Library):
    _, position = with_flow(
        library, "wrong_recipient", texts["flows/wrong_recipient.yaml"].replace("return_plan", "other_plan")
    )
    assert position.state == "wrong_recipient.other_plan"


def test_a_situation_that_is_gone_leads_back_to_the_first_question(dialog: Dialog):
    flows = {name: flow for name, flow in dialog.library.flows.items() if name != "wrong_recipient"}
    library = replace(dialog.library, flows=flows)
    position = replay(library, build_machine(library), Case(answers=WAITING), NOW)
    assert (position.state, position.situation) == ("triage.situation", None)


def test_a_situation_moved_to_another_menu_is_asked_for_again(texts: Mapping[str, str], dialog: Dialog):
    moved = texts["flows/wrong_amount.yaml"].replace("menu: which_mistake", "menu: which_dispute")
    library, _ = with_flow(dialog.library, "wrong_amount", moved)
    case = Case(answers={"situation": "mistake", "which_mistake": "wrong_amount"})
    assert dialog.position(case, NOW).situation == "wrong_amount"
    position = replay(library, build_machine(library), case, NOW)
    assert (position.question, position.situation) == ("which_mistake", None)


def test_a_case_stored_while_changing_a_question_that_is_gone_goes_on(dialog: Dialog):
    talk = Talk(dialog, Case(answers=WAITING, changing="zodiac", met="wrong_recipient"))
    talk.says("刚刚转的")
    assert talk.case.changing is None
    assert talk.turn.replies


def test_a_case_stored_while_changing_a_question_now_off_the_way_goes_on(dialog: Dialog):
    talk = Talk(dialog, Case(answers=WAITING, changing="counterpart", met="wrong_recipient"))
    talk.commands("plan")
    assert talk.case.changing is None
    assert talk.state == "wrong_recipient.paid_at"


@each(
    ("question", "value", "valid"),
    [
        ("situation", "mistake", True),
        ("situation", "scam_rebate", True),
        ("which_mistake", "wrong_recipient", True),
        ("which_mistake", "scam_rebate", False),
        ("amount", "5000", True),
        ("amount", "200/300", True),
        ("amount", "under_3000", True),
        ("amount", "2026-11-23T21:00:00+08:00", False),
        ("paid_at", "2026-11-23T21:00:00+08:00", True),
        ("paid_at", "earlier", True),
        ("paid_at", "5000", False),
        ("region", "5000", False),
        ("region", "", False),
    ],
)
def test_what_counts_as_an_answer(library: Library, question: str, value: str, valid: bool):  # noqa: FBT001
    assert is_valid(library, question, value) is valid


LIBRARY, MACHINE = open_dialog().library, open_dialog().machine
values = st.sampled_from(sorted({option for name in LIBRARY.questions for option in LIBRARY.options(name)}))
answers = st.dictionaries(
    st.sampled_from(list(LIBRARY.questions)) | st.text(max_size=5),
    values | st.sampled_from([*LIBRARY.flows, "5000", "2026-11-20T08:00:00+08:00"]) | st.text(max_size=5),
)


@given(answers, st.sampled_from([None, *LIBRARY.flows]))
def test_any_stored_answers_have_a_place(given_answers: dict[str, str], situation: str | None):
    stored = {**given_answers, **({"situation": situation} if situation else {})}
    position = replay(LIBRARY, MACHINE, Case(answers=stored), NOW)
    assert position.question or position.outcome
    if position.question and position.outcome:  # in sight: whatever is answered, it leads there
        assert LIBRARY.flows[position.situation or ""].outcomes == (position.outcome,)
    assert position.state in MACHINE.states
    assert set(position.known.answers) <= set(LIBRARY.questions)
    assert all(stored[name] == position.known.answers[name] for name in position.path)
    again = replay(LIBRARY, MACHINE, Case(answers=stored), NOW)
    assert again == position
    open_question = position.question
    if open_question:  # an answer to the open question, and to no other, leads on
        option = LIBRARY.options(open_question)[0]
        answered = replace(Case(answers=stored)).answered(open_question, option)
        after = replay(LIBRARY, MACHINE, answered, NOW)
        assert after.path[: len(position.path) + 1] == (*position.path, open_question)
        assert replay(LIBRARY, MACHINE, answered, NOW, position) == after


@each("situation", sorted(LIBRARY.flows))
def test_going_on_from_where_a_case_stood_is_a_replay_of_everything(situation: str):
    for end in thin_walks(LIBRARY, situation, NOW):
        case, since = Case(), None
        for name, value in end.known.answers.items():
            case = case.answered(name, value)
            whole = replay(LIBRARY, MACHINE, case, NOW)
            assert replay(LIBRARY, MACHINE, case, NOW, since) == whole
            since = whole
        assert since == end


def test_an_answer_that_another_one_implied_is_worked_out_anew():
    before = replay(LIBRARY, MACHINE, Case(answers={"situation": "wrong_recipient", "accepted": "not_yet"}), NOW)
    assert "channel" not in before.path
    assert "channel" in before.known.answers
    case = Case(answers={"situation": "wrong_recipient", "accepted": "not_yet", "channel": "bank_card"})
    assert replay(LIBRARY, MACHINE, case, NOW, before) == replay(LIBRARY, MACHINE, case, NOW)
