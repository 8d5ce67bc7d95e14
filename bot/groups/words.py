"""Names of the words for groups; `dialogs.library.models.channels` holds them."""

from __future__ import annotations

from dialogs.library.files import GROUPS as FILE
from dialogs.library.models.channels import GroupLineName as LineName
from dialogs.library.models.channels import GroupWords, NoticeName
from dialogs.library.models.channels import GuardAction as Action
from dialogs.library.models.channels import GuardMode as Mode

__all__ = ["FILE", "Action", "GroupWords", "LineName", "Mode", "NoticeName"]
