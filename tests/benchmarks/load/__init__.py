"""The load: a cheap Bot API, the people behind it, and the processes they talk to."""
