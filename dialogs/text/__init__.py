"""Text before it means anything: one normaliser, sentences, denials, and one format of fitted linear models."""
