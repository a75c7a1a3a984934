"""A second implementation of model.md: simple, slow, and sharing no code with the core."""
