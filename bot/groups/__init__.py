"""The bot in groups: `/check` on request, and watching where an admin has turned it on; silent otherwise."""
