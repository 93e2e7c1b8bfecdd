"""Views of the frame itself."""
