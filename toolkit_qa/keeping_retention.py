"""How long things are kept, all of it as one file, and deleting all of it.

Old conversations go with the feedback on them. The questions marked with a thumb up stay, without their
answers, for the rehearsals of new versions; filled checklists stay until they are deleted.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from .filled_shelf import FilledShelf, delete_earlier, earlier_files
from .keeping import Keeping, KeptConversation, now
from .keeping_feedback import DOWN, all_given
from .keeping_tables import checklists, conversations, feedback

log = logging.getLogger(__name__)
FORMAT = 1


def retire(keeping: Keeping, days: int) -> int:
    """Deletes the conversations not changed for `days` days (0 keeps all) and says how many these were."""
    if days <= 0:
        return 0
    until = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="milliseconds")
    mine = (conversations.c.owner == keeping.owner) & (conversations.c.changed < until)
    old = select(conversations.c.id).where(mine)
    with keeping.database.writing() as connection:
        connection.execute(
            delete(feedback).where(feedback.c.conversation_id.in_(old), feedback.c.thumb == DOWN)
        )
        gone = connection.execute(delete(conversations).where(mine)).rowcount
    if gone:
        log.info("%d conversations older than %d days deleted", gone, days)
    return gone


def everything(keeping: Keeping) -> dict[str, Any]:
    """All that is kept, ready for JSON: conversations with answers, feedback, filled checklists."""
    heads = reversed(keeping.heads())
    found = (keeping.conversation(head.conversation_id) for head in heads)
    shelf = FilledShelf(keeping.database.folder, keeping.owner)
    return {
        "format": FORMAT,
        "exported": now(),
        "conversations": [_conversation(one) for one in found if one is not None],
        "feedback": [one.to_dict() for one in all_given(keeping)],
        "checklists": [{"form_id": one.form_id} | one.filled.to_dict() for one in shelf.forms()],
    }


def export(keeping: Keeping) -> bytes:
    """All that is kept as the bytes of one JSON file."""
    return (json.dumps(everything(keeping), ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def delete_everything(keeping: Keeping) -> dict[str, int]:
    """Deletes all that is kept, so that nothing of it is left in the files; says how much it was."""
    counts = {}
    with keeping.database.writing() as connection:
        for table in (feedback, conversations, checklists):
            gone = connection.execute(delete(table).where(table.c.owner == keeping.owner)).rowcount
            counts[table.name] = gone
    for path in earlier_files(keeping.database.folder):
        delete_earlier(path)
    keeping.database.leave_no_trace()
    return counts


def _conversation(kept: KeptConversation) -> dict[str, Any]:
    asked = [
        {
            "question": turn.question,
            "answer": turn.answer.to_dict() if turn.answer else None,
            "error": turn.error,
        }
        for turn in kept.turns
    ]
    return {"conversation_id": kept.conversation_id, "title": kept.title, "turns": asked}
