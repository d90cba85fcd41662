"""Layers and plugins of folium that a user adds: checked for remote files and markup."""
