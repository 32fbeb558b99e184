"""Other notations, a file each: what is read is written as a program of our own language, never run."""
