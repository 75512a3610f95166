"""Tables as pure values: headings, cells, rows, and the facts they say."""
