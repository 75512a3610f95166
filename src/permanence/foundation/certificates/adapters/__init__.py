"""What touches files, keys and the network."""
