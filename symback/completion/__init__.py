"""What a shell can complete: the words of a half-typed command line, and the names of the program in it."""
