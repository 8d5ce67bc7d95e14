"""Builds the site: all files by their path, the source's language at the top, the others in a folder each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bot.site.pages import TEMPLATES, Place, pages
from bot.site.papers import samples
from dialogs.dialog import Dialog
from dialogs.library.models.editions import Script

STYLE = "site.css"


def build(dialog: Dialog, now: dt.datetime, *, one: bool = False) -> Iterator[tuple[str, str]]:
    """The site's files: paths with ``/`` and their text, of one language only or of each.

    The day of `now` decides which facts are still said. Raises NotMade: no example makes one of the papers.
    """
    source = dialog.source
    known = [language for language in source.languages.known if language.script is not Script.LATIN]
    folders = [(language, f"{language.tag}/" if number else "") for number, language in enumerate(known)]
    folders = folders[:1] if one else folders
    made = list(samples(source, now))
    yield STYLE, (TEMPLATES / STYLE).read_text("utf-8")
    for language, folder in folders:
        root = "../" if folder else ""
        place = Place(language, root, [(other, f"{root}{there}") for other, there in folders])
        for name, html in pages(source.speaking(language.tag), place, made, now):
            yield f"{folder}{name}", html
