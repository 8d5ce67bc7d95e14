"""Names of the words for groups; `dialogs.library.models.channels` holds them."""

from __future__ import annotations

from dialogs.library.files import GROUPS as FILE
from dialogs.library.models.channels import GroupLineName, GroupWords, GuardAction, GuardMode, NoticeName

__all__ = ["FILE", "GroupLineName", "GroupWords", "GuardAction", "GuardMode", "NoticeName"]
