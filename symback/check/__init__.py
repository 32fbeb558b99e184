"""Claims about a program: read, held against the truth, and where wrong, explained."""
