"""The quiz: one box after the other, answers read from a terminal or from a pipe, and a score."""
