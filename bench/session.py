"""A browser tab without a browser: one session of a running app over Streamlit's websocket."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import ChatInputValue
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect
from websockets.typing import Subprotocol


class Session:
    """Runs the app's first page at once; `text` holds what the last run drew as text, `ids` its widgets."""

    def __init__(self, address: str) -> None:
        where = address.replace("http", "ws", 1)
        self._socket = connect(
            f"{where}/_stcore/stream", subprotocols=[Subprotocol("streamlit")], max_size=None
        )
        self._seen: dict[str, ForwardMsg] = {}
        self._address = ""
        self.ids: dict[str, str] = {}
        self.text: list[str] = []
        self._run(())

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the tab."""
        self._socket.close()

    def ask(self, question: str) -> None:
        """Sends a question and waits until its answer is drawn."""
        self._run([WidgetState(id=self.ids["question"], chat_input_value=ChatInputValue(data=question))])

    def press(self, key: str) -> None:
        """Presses the button of that key and waits for the page."""
        self._run([WidgetState(id=self.ids[key], trigger_value=True)])

    def _run(self, widgets: Iterable[WidgetState]) -> None:
        message = BackMsg()
        message.rerun_script.query_string = self._address
        message.rerun_script.widget_states.widgets.extend(widgets)
        message.rerun_script.cached_message_hashes.extend(self._seen)
        self._socket.send(message.SerializeToString())
        self.text = []
        while not self._ended(self._received()):
            pass

    def _received(self) -> ForwardMsg:
        data = self._socket.recv(timeout=120)
        assert isinstance(data, bytes)
        message: ForwardMsg = ForwardMsg.FromString(data)
        if message.ref_hash:
            return self._seen[message.ref_hash]
        if message.metadata.cacheable:
            self._seen[message.hash] = message
        return message

    def _ended(self, message: ForwardMsg) -> bool:
        """Notes what was drawn; true at the end of a run that no other follows."""
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind in ("chat_input", "button"):
            name = getattr(element, kind).id  # $$ID-hash-key
            self.ids[name.split("-", 2)[-1]] = name
        elif kind == "text":
            self.text.append(element.text.body)
        elif message.WhichOneof("type") == "page_info_changed":
            self._address = message.page_info_changed.query_string
        early = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN
        return message.WhichOneof("type") == "script_finished" and message.script_finished != early
