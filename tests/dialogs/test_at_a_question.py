"""What is typed while a question stands, and the answer that the case holds after it; see `at_a_question.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from dialogs.dialog import Dialog
from tests.dialogs.talk import Talk
from tests.each import each

ROWS = [
    (row, said, answer)
    for row in yaml.load((Path(__file__).parent / "at_a_question.yaml").read_text("utf-8"), yaml.CSafeLoader)
    for answer, sayings in row["answers"].items()
    for said in sayings
]


@each(("row", "said", "answer"), ROWS)
def test_what_is_typed_at_a_question_is_its_answer_or_none(dialog: Dialog, row: dict[str, Any], said: str, answer: str):
    talk = Talk(dialog).chooses(f"switch:{row['situation']}", *row.get("before", []))
    assert talk.position.question == row["question"]
    talk.says(said)
    assert talk.answers.get(row["question"]) == answer, talk.text
