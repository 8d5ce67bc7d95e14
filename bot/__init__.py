"""Reach: the adapters through which people meet the dialog. No advice and no routing live here."""
