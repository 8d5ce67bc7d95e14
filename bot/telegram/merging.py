"""Several forwards or pictures of one window as one arrival."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.telegram.intake import Arrival
from dialogs.messages import ForwardInput, Input, TextInput

MOST_IMAGES = 4  # read in one turn; each takes seconds


def merged(arrivals: Sequence[Arrival]) -> Arrival:
    """One arrival that holds the words of all, in order, and answers to all their update numbers.

    Words of the person's own (a caption under a picture) are theirs where nothing was forwarded; among forwards they
    go along as a caption.
    """
    first = arrivals[0]
    if len(arrivals) == 1:
        return first
    images = [image for arrival in arrivals for image in (arrival.image, *arrival.more_images) if image]
    return replace(
        first,
        input=_together([arrival.input for arrival in arrivals]),
        image=images[0] if images else None,
        more_images=tuple(images[1:MOST_IMAGES]),
        others=tuple(arrival.update_id for arrival in arrivals[1:]),
    )


def _together(inputs: Sequence[Input]) -> Input:
    forwards = [one for one in inputs if isinstance(one, ForwardInput)]
    own = [one.text for one in inputs if isinstance(one, TextInput)]
    if forwards:
        return ForwardInput(
            text=_lines(one.text for one in forwards),
            caption=_lines((*(one.caption for one in forwards), *own)),
            image_text=_lines(one.image_text for one in forwards),
            origin=forwards[0].origin,
        )
    return TextInput(_lines(own)) if own else inputs[0]


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(filter(None, parts))
