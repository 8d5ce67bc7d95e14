"""The words in other languages than the source's: derived from it, or written by hand, and made when first said."""

from dialogs.editions.choice import Languages
from dialogs.editions.edition import Edition, respelled

__all__ = ["Edition", "Languages", "respelled"]
