"""Dynamic mechanisms."""
