"""The task runner: python -m tasks."""
