"""Import of other people's tables into a dossier."""
