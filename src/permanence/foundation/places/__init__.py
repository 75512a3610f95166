"""Places: sites, buildings, floors, wards, rooms and beds."""
