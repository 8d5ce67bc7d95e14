"""What a person hands on: a message to look at, receipts of payments, a saved case, and what they say with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dialogs.case import Case
from dialogs.dialog import Dialog, Line, Move
from dialogs.forwards import SITUATION, STAGE, TRAPS, look_at
from dialogs.heard import Name
from dialogs.listening import listen
from dialogs.machine import situation_of
from dialogs.messages import PICTURE, CaseFileInput, ForwardInput
from dialogs.papers.case_file import read_case
from dialogs.receipts import asked, came_in, money_in, read_receipts, write_receipts
from dialogs.replay import Position
from dialogs.together import only_asks

_HARMLESS = frozenset({"none", "caution", "warning"})


def take_handed_on(dialog: Dialog, case: Case, position: Position, received: ForwardInput, now: dt.datetime) -> Move:
    """Look at a message; what the person says with it is heard too, unless it only asks what the message is.

    A picture sent with words of one's own that holds neither a trap nor a receipt is what these words came with.
    """
    comment = "" if only_asks(received.comment) else received.comment
    heard = listen(dialog, case, position, comment, now) if comment.strip() else None
    understood = heard if heard and all(command.name is not Name.CANNOT_HANDLE for command in heard.commands) else None
    receipts = read_receipts(received.image_text, now)
    if receipts and dialog.checker.check(received.words).verdict not in TRAPS:
        new = replace(understood.case if understood else case, receipts=write_receipts(receipts))
        line = asked(dialog, dialog.position(new, now), receipts)
        if understood is None:
            return Move(new, (line,), show=False)
        return replace(understood, case=new, instead=(line,))
    income = money_in(received.image_text.split(PICTURE))
    if income and understood is None and dialog.checker.check(received.words).verdict not in STAGE:
        return Move(case, (came_in(dialog, position, *income),), show=False)
    looked = look_at(dialog, case, position, received)
    if heard and received.origin == "picture" and looked.case.checked in _HARMLESS:
        return heard
    if not comment.strip():
        return looked
    again = listen(dialog, looked.case, position, comment, now)
    if any(command.name is Name.CANNOT_HANDLE for command in again.commands):
        return looked
    caught = situation_of(dialog.library, again.case.answers) == SITUATION.get(looked.case.checked or "")
    verdict = look_at(dialog, case, position, received, asks=not caught)
    return replace(again, lines=(*verdict.lines, *again.lines))


def take_case_file(dialog: Dialog, case: Case, position: Position, received: CaseFileInput, now: dt.datetime) -> Move:
    """Go on with a case that was saved before; a file that is none leaves everything as it is."""
    found = read_case(received.text, dialog.library, dialog.papers, now).case
    if found is None:
        return Move(case, (Line(dialog.words.message("case_file_not_taken", position.known)),), show=False)
    return Move(
        replace(found, revision=case.revision), (Line(dialog.words.message("case_file_taken", position.known)),)
    )
