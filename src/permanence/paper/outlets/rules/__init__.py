"""Pure decisions of the outlets."""
