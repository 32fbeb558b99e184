"""What there is to show about a program at a point, laid down once."""
