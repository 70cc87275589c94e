"""Passages to versions on disk, searched by meaning and by words. Knows no question, answer or page."""
