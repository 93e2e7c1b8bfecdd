"""What happens to people, organisations and posts."""
