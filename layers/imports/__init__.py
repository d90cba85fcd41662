"""Import of tables from other sources into a dossier."""
