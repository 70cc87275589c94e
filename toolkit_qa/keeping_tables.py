"""The tables of what users make. A change here is a new number of `keeping_database.SCHEMA`.

Times are ISO 8601 in UTC. `owner` is there from the start, so that sign-in can come without moving data.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, MetaData, Table, Text, UniqueConstraint

metadata = MetaData()

conversations = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("begun", Text, nullable=False),
    Column("changed", Text, nullable=False),
    Column("revision", Integer, nullable=False),  # grows with every change, so that a tab notices
)

turns = Table(
    "turns",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),  # from 1, in the order asked
    Column("question", Text, nullable=False),
    Column("answer", JSON(none_as_null=True)),  # Answer.to_dict
    Column("error", Text, nullable=False, default=""),
    Column("asked", Text, nullable=False),
)

# Holds its own copy of the question: what is marked for rehearsals outlives its conversation.
feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("owner", Text, nullable=False, index=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="SET NULL")),
    Column("turn", Integer, nullable=False),
    Column("given", Text, nullable=False),
    Column("thumb", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("history", JSON, nullable=False),
    Column("answer_id", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("status", Text, nullable=False),
    UniqueConstraint("conversation_id", "turn"),
)

checklists = Table(
    "checklists",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("form_id", Text, primary_key=True),
    Column("saved", Integer, nullable=False),  # grows with every change of any form
    Column("record", JSON, nullable=False),  # FilledChecklist.to_dict
)
