"""The checker and the understanding, which read what the normaliser makes plain."""

from tests.checking.conftest import checker, heads, rules
from tests.understanding.conftest import details, models, understander

__all__ = ["checker", "details", "heads", "models", "rules", "understander"]
