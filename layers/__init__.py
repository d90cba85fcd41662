"""Reads a dossier, builds the tables of a situation map (one layer, one module) and writes them. Knows no HTML."""
