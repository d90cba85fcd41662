"""The server: the page and the OGC API on loopback."""
