"""What is given out of a dossier: without rows under embargo, sensitive rows, and maps that may not be passed on."""
