"""Tables: lists kept in spreadsheets, taken in row by row."""
