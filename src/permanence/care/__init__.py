"""Care: patients, stays, beds, charts and diaries."""
