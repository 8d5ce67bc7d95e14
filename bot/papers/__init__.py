"""Makes files of papers: Word, PDF, calendar, pictures. Needs the extra `papers`."""
