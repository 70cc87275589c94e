"""Reading documents into pages, blocks, passages and checklist items. Knows no model, index or page."""
