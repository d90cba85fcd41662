"""The payload: the layers as compact data inside the page."""
