"""Who uses a version, seen from another process."""

import subprocess
import sys

import pytest

from index.in_use import Use, clear_marks, users
from index.store import Store

VERSION, OTHER = "0123456789ab", "ba9876543210"
HOLD = "import sys; from pathlib import Path; from index.in_use import Use; from index.store import Store; "
HOLD += "use = Use(Store(Path(sys.argv[1])), sys.argv[2]); print('held', flush=True); sys.stdin.read()"


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


@pytest.fixture
def holder(store):
    """Another process that uses VERSION; killed at the end if it still runs."""
    command = [sys.executable, "-c", HOLD, str(store.root), VERSION]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_another_process_is_seen(store, holder):
    assert users(store, VERSION) == (str(holder.pid),)
    assert users(store, OTHER) == ()


def test_a_killed_process_uses_nothing_and_leaves_nothing(store, holder):
    holder.kill()
    holder.wait()
    assert users(store, VERSION) == ()
    assert list(store.in_use.iterdir()) == []


def test_a_use_ends_when_it_is_released_or_forgotten(store):
    use, forgotten = Use(store, VERSION), Use(store, VERSION)
    assert len(list(store.in_use.iterdir())) == 2
    use.release()
    use.release()
    assert users(store, VERSION) != ()
    del forgotten
    assert users(store, VERSION) == ()
    assert list(store.in_use.iterdir()) == []


def test_clearing_leaves_marks_that_are_held(store):
    use = Use(store, VERSION)
    (store.in_use / f"{OTHER}-1-dead").touch()
    clear_marks(store)
    assert [path.name.split("-")[0] for path in store.in_use.iterdir()] == [VERSION]
    use.release()


def test_a_store_that_cannot_be_written_can_be_used(store, monkeypatch):
    def refuse(*args, **options):
        raise PermissionError(13, "Read-only file system")

    monkeypatch.setattr("pathlib.Path.mkdir", refuse)
    Use(store, VERSION).release()
    assert users(store, VERSION) == ()
