"""A case's timeline, as text, as a picture, and as a calendar that another program reads."""

from __future__ import annotations

import datetime as dt

import vobject

from bot.papers.timeline_files import to_calendar, to_picture
from dialogs.library.models.timeline import DeadlineKind, Remind
from dialogs.papers.chart import Chart, pack, unpack
from dialogs.papers.data import PaperData, Payment
from dialogs.papers.timeline import Event, as_text, timeline
from tests.dialogs.talk import NOW
from tests.each import each
from tests.papers.cases import CONTENT, known

TABLE = CONTENT.timetable
DEADLINES = TABLE.deadlines


def payment(time: str, amount: str = "300.50") -> Payment:
    return Payment.from_json({"time": time, "amount": amount})


FRAUD = PaperData(
    known("scam_rebate", **{"event.fee_notice_received": "2026-11-20"}),
    {
        "police_time": "2026-11-22T10:00",
        "refusal_date": "2026-11-21",
        "discovered_at": "2026-11-21T20:11:12",
        "claim": "5",
    },
    (payment("2026-11-21T15:20:31"), payment("2026-11-20", "200")),
)
WAITING = PaperData(
    known("wrong_recipient", accepted="not_yet", paid_at="2026-11-23T15:20:00+08:00", amount="5000", channel="transfer")
)


def due(data: PaperData) -> dict[str, str]:
    """When each period of a case ends."""
    return {
        event.deadline: event.moment.isoformat() if event.moment else event.day.isoformat()
        for event in timeline(TABLE, data)
        if event.deadline
    }


def test_a_fraud_case():
    assert due(FRAUD) == {
        "criminal_case_review": "2026-11-25",
        "acceptance_fee_payment": "2026-11-27",
        "reconsideration_of_refusal": "2026-11-30",  # the seventh day is a Saturday
        "rescission_for_fraud": "2027-11-21",
    }
    text = as_text(TABLE, timeline(TABLE, FRAUD), NOW)
    lines = text.split("\n")
    assert lines[0] == "2026年11月20日　转出200元"
    assert lines[1] == "2026年11月21日15时20分　转出300.50元"
    assert "2026年11月21日20时11分　发现不对" in lines
    assert lines.index("2026年11月23日　今天") == 5
    assert any("最长可到2026年12月22日" in line for line in lines)
    assert "放假安排还没公布" in lines[-1]


def test_a_transfer_that_waits():
    assert due(WAITING) == {
        "return_of_unaccepted_transfer": "2026-11-24T15:20:00+08:00",
        "claim_for_return": "2029-11-23",
    }


@each(
    ("answers", "expected"),
    [
        ({"accepted": "not_yet"}, {"return_of_unaccepted_transfer"}),
        ({"accepted": "received", "arrival": "h24"}, {"arrival_after_24_hours"}),
        ({"accepted": "pending", "arrival": "h2"}, {"arrival_after_2_hours"}),
        ({"accepted": "not_yet", "arrival": "h24"}, {"return_of_unaccepted_transfer"}),
        ({"accepted": "received", "arrival": "instant"}, set()),
    ],
)
def test_hours_run_only_where_they_apply(answers: dict[str, str], expected: set[str]):
    data = PaperData(known("wrong_recipient", channel="transfer", paid_at="2026-11-23T15:20:00+08:00", **answers))
    assert {name for name in due(data) if name != "claim_for_return"} == expected


def test_hours_need_a_clock_and_run_for_each_payment():
    case = known("wrong_recipient", accepted="not_yet", channel="transfer")
    data = PaperData(case, {}, (payment("2026-11-23T10:00"), payment("2026-11-23T11:00:30"), payment("2026-11-23")))
    ends = [e.moment for e in timeline(TABLE, data) if e.deadline == "return_of_unaccepted_transfer"]
    assert [end.isoformat() for end in ends] == ["2026-11-24T10:00:00+08:00", "2026-11-24T11:00:30+08:00"]


def test_no_date_is_worked_out_for_what_is_only_explained():
    explained = {deadline.id for deadline in DEADLINES if deadline.remind is Remind.EXPLAIN_ONLY}
    events = {f"event.{deadline.start}": "2026-11-20T10:00" for deadline in DEADLINES}
    found = due(PaperData(known("account_theft", **events), {}, (payment("2026-11-20T10:00"),)))
    assert explained
    assert not explained & set(found)
    assert {"suit_after_preservation", "review_of_reconsideration", "application_for_enforcement"} <= set(found)


def test_nothing_known_is_an_empty_timeline():
    assert timeline(TABLE, PaperData(known("scam_rebate"))) == ()
    assert as_text(TABLE, (), NOW) == "2026年11月23日　今天"


def chart(events: tuple[Event, ...], now: dt.datetime = NOW) -> Chart:
    return unpack(pack(TABLE.words, events, now))


def test_the_calendar_reads_in_another_program():
    events = timeline(TABLE, FRAUD)
    made = to_calendar(chart(events))
    calendar = vobject.readOne(made.decode())
    entries = {entry.summary.value: entry for entry in calendar.vevent_list}
    ahead = [event for event in events if event.deadline and not event.passed(NOW)]
    assert set(entries) == {event.what for event in ahead}
    for event in ahead:
        entry = entries[event.what]
        assert entry.dtstart.value == (event.moment or event.day)
        assert entry.uid.value.endswith("@transfer-aid")
        assert getattr(entry, "description", None) is None or entry.description.value == event.bring
        assert hasattr(entry, "description") == bool(event.bring)
        assert event.bring or event.kind is not DeadlineKind.ACT_BEFORE  # a last day says what to bring and where
        alarms = getattr(entry, "valarm_list", [])
        assert bool(alarms) == (event.kind is not DeadlineKind.ANSWER_DUE)
        # An hour before a moment, and at nine on the day before a whole day, which begins at midnight.
        ahead_by = dt.timedelta(hours=-1) if event.moment else dt.timedelta(hours=-15)
        assert all(alarm.trigger.value == ahead_by for alarm in alarms)
    assert max(len(line.encode()) for line in made.decode().split("\r\n")) <= 75


def test_an_exact_moment_rings_an_hour_before():
    made = to_calendar(chart(timeline(TABLE, WAITING))).decode()
    entry = next(e for e in vobject.readOne(made).vevent_list if "自动退回" in e.summary.value)
    assert entry.dtstart.value == dt.datetime(2026, 11, 24, 7, 20, tzinfo=dt.UTC)
    assert entry.valarm.trigger.value == dt.timedelta(hours=-1)


def test_the_calendar_is_the_same_when_made_again_and_holds_nobody():
    events = timeline(TABLE, FRAUD)
    later = to_calendar(chart(events, NOW + dt.timedelta(minutes=5)))
    uids = [line for line in later.decode().split("\r\n") if line.startswith("UID")]
    assert uids == [line for line in to_calendar(chart(events)).decode().split("\r\n") if line.startswith("UID")]
    assert len(set(uids)) == len(uids)
    assert "300" not in later.decode()


def test_hostile_words_can_not_add_an_entry():
    event = Event(
        dt.date(2026, 12, 1),
        "甲\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:乙;,\\",
        kind=DeadlineKind.ACT_BEFORE,
        deadline="x",
    )
    calendar = vobject.readOne(to_calendar(chart((event,))).decode())
    assert len(calendar.vevent_list) == 1


def test_the_picture():
    made = to_picture(chart(timeline(TABLE, FRAUD)))
    assert made.startswith(b"\x89PNG")
    hostile = (Event(dt.date(2026, 12, 1), '#panic("x") $x$ \\ "引号" ]'),)
    assert to_picture(chart(hostile)).startswith(b"\x89PNG")
    assert made == to_picture(chart(timeline(TABLE, FRAUD)))
