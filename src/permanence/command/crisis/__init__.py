"""The crisis: declared by one act, led to its end."""
