"""The agenda: who is expected, when, where and why."""
