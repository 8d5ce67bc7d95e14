"""Warning cards as pictures and PDFs, to send to a phone or to pin to a wall (extra `papers`)."""

from bot.posters.poster import Form, Size, make_poster

__all__ = ["Form", "Size", "make_poster"]
