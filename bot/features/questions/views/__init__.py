"""Cards and forms of questions: a model in, a card out."""
