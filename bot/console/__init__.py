"""The dialog in a terminal: interactive, plain for pipes, and JSON lines for programs."""
