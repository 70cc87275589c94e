"""Accessibility in the browser."""
