"""What lies outside this room: the rooms that read a format."""
