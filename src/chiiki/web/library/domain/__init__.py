"""What happens to the library: its index is made."""
