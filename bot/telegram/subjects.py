"""What somebody in a group or a guest's chat asks about: the words and the picture of a message."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Message, MessageEntity

from bot.screenshots.picture import MAX_BYTES
from bot.telegram.context import ReadPictures
from bot.telegram.message_text import image_of, words_of
from dialogs.messages import ForwardInput

# A command is one only when a blank or the end follows it: Telegram's entity also ends at 「，」.
_COMMAND = re.compile(
    r"/(?P<name>[a-z0-9_]{1,32})(?:@(?P<bot>[a-z0-9_]{3,32}))?(?:\s+(?P<rest>.*)|$)", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A message to be checked: its words, wherever they sit, the file id of its picture, whether the bot wrote it, and
    its number where it is a message of the same chat.
    """

    words: str
    image: str | None = None
    ours: bool = False
    message_id: int | None = None

    async def read(self, person: int, read_pictures: ReadPictures | None) -> str:
        """The words, with those in the picture where pictures are read."""
        if self.image is None or read_pictures is None:
            return self.words
        read, _ = await read_pictures(person, ForwardInput(text=self.words), (self.image,))
        return f"{read.text}\n{read.image_text}".strip() if isinstance(read, ForwardInput) else self.words


@dataclass(frozen=True, slots=True)
class Command:
    """A command at the start of a text or caption: its name in small letters, whether it is for us, what follows it."""

    name: str
    for_us: bool
    argument: str


def command_of(message: Message) -> Command | None:
    """The command of a message, for whichever bot it is."""
    found = _COMMAND.match(message.text or message.caption or "")
    if found is None:
        return None
    bot = found["bot"]
    ours = bot is None or bot.lower() == message.get_bot().username.lower()
    return Command(found["name"].lower(), ours, (found["rest"] or "").strip())


def mentions_us(message: Message) -> bool:
    """Whether a text or caption mentions the bot by its name, in whatever case."""
    return bool(_mentions(message))


def without_mention(message: Message) -> str:
    """The words of a message without the bot's name."""
    words = message.text or message.caption or ""
    for mention in _mentions(message):
        words = words.replace(mention, " ")
    return words.strip()


def asked_about(message: Message) -> Subject | None:
    """What a message replies to: in this chat, or in another (then only what was quoted, and a photo, is there)."""
    elsewhere = message.external_reply
    photo = elsewhere.photo[-1].file_id if elsewhere and elsewhere.photo else None
    quote = Subject(message.quote.text if message.quote else "", photo)
    replied = message.reply_to_message
    # In a topic every message "replies" to the one that opened it.
    if replied is not None and replied.forum_topic_created is None:
        ours = replied.from_user is not None and replied.from_user.id == message.get_bot().id
        subject = Subject(all_words(replied), own_image(replied), ours, replied.message_id)
        return subject if subject.words or subject.image or not quote.words else quote
    return quote if quote.words or elsewhere else None


def handed_in(message: Message, words: str) -> Subject | None:
    """What a message itself holds beside a command or a mention: its picture, or else `words`; None for neither."""
    image = own_image(message)
    return Subject("" if image else words, image, message_id=message.message_id) if image or words else None


def all_words(message: Message, *, quoted: bool = True) -> str:
    """The words of a message, wherever they sit; without those it quotes, only its author's own."""
    return "\n".join(filter(None, words_of(message, quoted=quoted)))


def own_image(message: Message) -> str | None:
    """The picture of a message, sent as a photo or as a file, if it is not too large to be read."""
    if message.photo:
        sizes = [size.file_id for size in message.photo if (size.file_size or 0) <= MAX_BYTES]
        return sizes[-1] if sizes else None
    too_large = message.document and (message.document.file_size or 0) > MAX_BYTES
    return None if too_large else image_of(message)


def _mentions(message: Message) -> list[str]:
    """The bot's name in a text or caption, as often as it stands there and as it is written."""
    kinds: list[str | None] = [MessageEntity.MENTION]
    found = (*message.parse_entities(kinds).values(), *message.parse_caption_entities(kinds).values())
    return [mention for mention in found if mention.lower() == f"@{message.get_bot().username}".lower()]
