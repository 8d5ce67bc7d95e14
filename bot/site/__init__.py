"""A static site of the content to read and to review: every situation, fact, myth, number and paper as a page."""
