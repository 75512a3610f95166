"""Where the map of the hospital is read from outside: lists of wards kept in files."""
