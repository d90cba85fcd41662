"""QGIS styles and the QGIS project."""
