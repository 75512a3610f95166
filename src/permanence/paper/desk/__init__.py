"""The transcription desk: what people type of the sheets that came back."""
