"""Makes files: papers as Word and PDF, timelines, posters of warning cards. Needs the extra `papers`."""
