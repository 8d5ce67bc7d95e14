"""Words and facts, as data. Nothing here is executed; `dialogs.library` gives it types."""
