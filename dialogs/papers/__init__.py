"""Papers: the texts and forms a person hands in, the sums on them, and the dates by which they are due."""
