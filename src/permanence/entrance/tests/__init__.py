"""What the entrance composes, tried through its doors."""
