"""The walks over a graph: forward, backward, the nudge, and the verdict on it."""
