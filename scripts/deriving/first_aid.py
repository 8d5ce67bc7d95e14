"""The first aid as a text file in each language (`content/<tag>/first_aid.txt`), for whoever cannot start the program.

`scripts/console` prints it before anything is downloaded, and again when the set-up fails.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bot.console.plain import plain_text
from bot.content import open_dialog
from dialogs.dialog import Dialog
from dialogs.known import Known

CONTENT = Path(__file__).resolve().parents[2] / "content"


def cards(dialog: Dialog) -> dict[str, str]:
    """The text of the card by language tag: what somebody new is told first, of whom nothing is known."""
    nobody = Known({}, dt.datetime.now(dt.UTC))
    spoken = {one.tag: dialog.speaking(one.tag).words.message("first_aid", nobody) for one in dialog.languages.known}
    return {tag: plain_text(said.text).strip() + "\n" for tag, said in spoken.items()}


def main() -> None:
    """Write the files."""
    for tag, text in cards(open_dialog()).items():
        (CONTENT / tag / "first_aid.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
