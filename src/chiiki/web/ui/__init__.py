"""How every page looks: the frame, the style sheet, the formats, errors, and what is kept in caches."""
