"""Languages: one file of words for each, and tables of the names of countries, divisions and regions."""
