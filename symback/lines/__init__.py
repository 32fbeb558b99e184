"""Many programs, one a line, in one process or in several: questions, answers, and their order."""
