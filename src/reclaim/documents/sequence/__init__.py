"""A light sequence model over the parse: which words are cues, then, for each cue, which are its source and content."""
