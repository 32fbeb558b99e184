"""Text to programs: tokens, the parser, formulas as straight-line code, and their text."""
