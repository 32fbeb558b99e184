"""Exercises: the boxes of a program at a point, their hints, reading what is typed into them, and made-up programs."""
