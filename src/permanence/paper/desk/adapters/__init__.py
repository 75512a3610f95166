"""Where pictures of pages come from and how they are cut."""
