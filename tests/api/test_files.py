"""Files are written whole or not at all, whatever their names are and whatever comes between."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from api.errors import CannotRead, CannotWrite
from api.files import _alone_in, read_bytes, refuse_unwritable, write_all
from api.folder import read_folder

FILES = {"a": b"new", "b": b"new", "sub/c": b"new"}

TOO_LONG = "a" * 300


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_between_two_files_waits_until_all_are_there(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: Path, target: Path) -> Path:
        os.kill(os.getpid(), number)
        return replace(self, target)

    replace = Path.replace
    monkeypatch.setattr(Path, "replace", interrupted)
    write_all(tmp_path, FILES)
    assert {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")} == {*FILES, "sub"}


def test_two_runs_into_one_folder_follow_each_other(tmp_path: Path) -> None:
    with _alone_in(tmp_path):
        other = threading.Thread(target=write_all, args=(tmp_path, FILES))
        other.start()
        other.join(0.1)
        assert other.is_alive()
        assert not (tmp_path / "a").exists()
    other.join()
    assert (tmp_path / "a").read_bytes() == b"new"


@pytest.mark.parametrize("name", [TOO_LONG, f"none/{TOO_LONG}", "nul\0", "file", "file/below"])
def test_a_place_where_nothing_can_be_written_is_found_without_writing(
    name: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    with pytest.raises(CannotWrite):
        refuse_unwritable(tmp_path / name, FILES)
    with pytest.raises(CannotWrite):
        write_all(tmp_path / name, FILES)
    assert [p.name for p in tmp_path.iterdir()][-1:] in (["file"], ["none"])


def test_a_folder_in_the_place_of_a_file_keeps_all_files_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(CannotWrite):
        write_all(tmp_path, FILES)
    assert [p.name for p in tmp_path.iterdir()] == ["b"]


def test_what_is_no_file_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    for name in (TOO_LONG, "nul\0"):
        with pytest.raises(CannotRead):
            read_folder(tmp_path / name)
        with pytest.raises(CannotRead):
            read_bytes(tmp_path / name)
    os.mkfifo(tmp_path / "plan.toml")
    with pytest.raises(CannotRead):
        read_folder(tmp_path)
