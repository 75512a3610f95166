"""Whether the box is ready tonight."""
