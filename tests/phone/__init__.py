"""Chats as a phone shows them, drawn from the calls that the bot really made to the double.

`python -m tests.phone FOLDER` (`./scripts/draw-chats`) writes each chat as an HTML page and as a picture, and prints
how tall the bot's messages are. Telegram's own clients are not at hand: measures are those of its Android client at the
usual size of type, and differ by some pixels from one phone to another.
"""
