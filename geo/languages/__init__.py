"""Lists of words and names, a file a language, and the packaged tables of areas and countries."""
