"""The made-up hospital as pure rules: people, wards, days, and what its programs say."""
