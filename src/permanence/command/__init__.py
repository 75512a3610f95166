"""Command: deciding, declaring, exercising, restoring."""
