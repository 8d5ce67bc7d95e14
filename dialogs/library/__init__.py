"""The typed library of everything that can be said: facts, myths, contacts, questions, steps, flows, words."""
