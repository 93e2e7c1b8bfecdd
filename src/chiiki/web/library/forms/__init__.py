"""What an address asks for, checked at the door."""
