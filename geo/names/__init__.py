"""How a name is written and compared: spelling, transliteration."""
