"""What the press touches of the world: typesetting, worker processes, files, the rooms' paper doors."""
