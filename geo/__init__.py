"""The science: names and places, control of ground, encirclement. Knows no files of a dossier and no HTML."""
