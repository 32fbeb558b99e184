"""The explanation: a report told as a story, in steps of typed sentences that every format sets its own way."""
