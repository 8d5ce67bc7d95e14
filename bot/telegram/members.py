"""What Telegram says about the members of a group: who administers it, and what the bot itself may do there.

Asked again for each decision, because rights are taken away as easily as they are given. Ids of members are used for
the question and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Literal, TypeVar

from telegram import Chat, ChatMember, ChatMemberAdministrator, ChatMemberOwner, ChatMemberRestricted, User
from telegram.constants import ChatID, ChatMemberStatus
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.telegram.context import AppContext
from bot.telegram.logs import describe, log
from bot.telegram.outbox import retry_after
from dialogs.groups import BotRights

T = TypeVar("T")
Refusal = Literal["not_admin", "not_verified"]

_PAUSES = (0.5, 1.0)  # seconds between tries
_LONGEST_WAIT = 30.0  # seconds that Telegram may ask to wait
_ADMIN = (ChatMemberOwner, ChatMemberAdministrator)
_NO_MEMBER = ("member not found", "user not found", "participant_id_invalid", "user_id_invalid", "user_not_participant")


class Members:
    """Questions to Telegram in the middle of an update. Each raises TelegramError when there is no answer."""

    def __init__(self, context: AppContext) -> None:
        self._bot, self._clock = context.bot, context.clock

    async def is_admin(self, chat_id: int, user: User | None, sender: Chat | None = None) -> bool:
        """Whether the author of a message or of a button press administers the group.

        `sender` is the message's `sender_chat`. An anonymous admin has the group itself there; a member who writes as
        a channel counts if it is the channel linked with the group, in whose name only its admins write.
        """
        if sender is not None:
            if sender.id == chat_id:
                return True
            return (await self.ask(lambda: self._bot.get_chat(chat_id))).linked_chat_id == sender.id
        if user is None or user.id == ChatID.ANONYMOUS_ADMIN:
            return False
        return isinstance(await self._member(chat_id, user.id), _ADMIN)

    async def own_rights(self, chat_id: int) -> BotRights:
        """What the bot may do in a group now. Whether it sees messages without being an admin is @BotFather's setting,
        which may have been changed since the start.
        """
        me = await self._member(chat_id, self._bot.id)
        if not isinstance(me, _ADMIN) and not self._bot.can_read_all_group_messages:
            await self.ask(self._bot.get_me)  # the bot takes the answer over
        return self.rights_of(me)

    def rights_of(self, me: ChatMember | None) -> BotRights:
        """What a membership lets the bot do."""
        admin = isinstance(me, _ADMIN)
        deletes = isinstance(me, ChatMemberOwner) or (
            isinstance(me, ChatMemberAdministrator) and me.can_delete_messages
        )
        sees = admin or (me is not None and is_in_group(me) and bool(self._bot.can_read_all_group_messages))
        return BotRights(sees, deletes)

    async def refusal(self, chat_id: int, user: User | None, sender: Chat | None = None) -> Refusal | None:
        """Why the author of a message or a button press is not obeyed as an admin; None when they are."""
        try:
            return None if await self.is_admin(chat_id, user, sender) else "not_admin"
        except TelegramError as error:
            log.warning("admin not verified", **describe(error))
            return "not_verified"

    async def ask(self, call: Callable[[], Awaitable[T]]) -> T:
        """The result of a Bot API call whose answer is needed now, tried a few times."""
        pauses = iter(_PAUSES)
        while True:
            try:
                return await call()
            except (BadRequest, Forbidden):  # BadRequest is a NetworkError to the library; trying again changes nothing
                raise
            except (NetworkError, RetryAfter) as error:
                pause = next(pauses, None)
                if pause is not None and isinstance(error, RetryAfter):
                    pause = retry_after(error)
                if pause is None or pause > _LONGEST_WAIT:
                    raise
            except (KeyError, TypeError, ValueError) as error:  # a Bot API server of another version than PTB reads
                raise TelegramError("the answer was not understood") from error
            await self._clock.sleep(pause)

    async def _member(self, chat_id: int, user_id: int) -> ChatMember | None:
        try:
            return await self.ask(lambda: self._bot.get_chat_member(chat_id, user_id))
        except BadRequest as error:
            if any(sign in error.message.lower() for sign in _NO_MEMBER):
                return None
            raise  # the list of members may be hidden from the bot: that says nothing about this one


def is_in_group(member: ChatMember) -> bool:
    """Whether a member is in the group; a restricted member may have left it."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}
