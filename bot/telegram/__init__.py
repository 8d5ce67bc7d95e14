"""The Telegram adapter: from updates to dialog inputs, from replies to messages, nothing lost in between."""
