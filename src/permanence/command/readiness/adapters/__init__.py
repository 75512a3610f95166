"""What is looked at outside the database: the rooms that answer, the disk, the memory, other programs."""
