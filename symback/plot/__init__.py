"""Pictures of a slope: J against an input with its tangents and nudges, or the contours over two with the gradient."""
