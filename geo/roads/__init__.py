"""Roads: the network, its graph, and the lines of communication of a post."""
