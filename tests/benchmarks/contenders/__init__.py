"""The bots that are measured, each a process of its own: ours, and what others would write instead."""
