"""The one error tree of the project.

ToolkitError            may be shown to a user: one line that says what failed, why, and what to do
├── InputError          a question, option or path that cannot be used as given
├── CorpusError         nothing readable was found where documents were expected
├── DocumentError       one document cannot be read; `kind` names the problem
├── FetchError          an official page or file cannot be had from the network
├── StoreError          the index store is missing, damaged, locked or of another format
├── KeepingError        what users made (conversations, feedback, checklists) cannot be read or written
└── MissingPartError    an optional part is not installed
"""


class ToolkitError(Exception):
    """An error whose text may be shown to a user as it stands, in one line.

    Args:
        message: What failed, with the value, and why.
        hint: What the reader can do about it.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message} {hint}".strip())


class InputError(ToolkitError):
    """A question, option or path cannot be used as given."""


class CorpusError(ToolkitError):
    """No readable document was found where documents were expected."""


class FetchError(ToolkitError):
    """An official page or document cannot be had from the network, or is not what it should be."""


class StoreError(ToolkitError):
    """The index store is missing, damaged, locked, or written in another format."""


class KeepingError(ToolkitError):
    """What users made cannot be read or written: newer, busy, damaged, or no room for it."""


class MissingPartError(ToolkitError):
    """A part that this call needs is not installed."""


class DocumentError(ToolkitError):
    """One document cannot be read.

    Args:
        kind: The name under which the problem is reported, one of `PROBLEM_KINDS`.
    """

    def __init__(self, kind: str, message: str, hint: str = "") -> None:
        self.kind = kind
        super().__init__(message, hint)


PROBLEM_KINDS = (
    "encrypted",
    "not_a_pdf",
    "damaged",
    "no_text",
    "doubtful_text",
    "too_large",
    "timed_out",
    "crashed",
)
