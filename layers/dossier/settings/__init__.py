"""dossier.toml: settings, area, sides, anchors, gazetteers."""
