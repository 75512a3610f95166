"""What the outlets touch of the world: folders, sticks and printers."""
