"""Tools for those who keep the project; nothing here is needed to use it."""
