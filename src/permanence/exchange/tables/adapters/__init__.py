"""Where files are opened: what programs export, and what this box keeps of them while it reads."""
