"""Each hindrance is named with its remedy, on a clone that has nothing yet."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from launch import command, fetch, install, places, ports, sentences


@pytest.fixture
def clone(repository, tmp_path, monkeypatch):
    """An empty clone: the lock files, no `.venv`."""
    for name in install.LOCKED:
        shutil.copy(repository / name, tmp_path / name)
    monkeypatch.setattr(places, "REPOSITORY", tmp_path)
    monkeypatch.setattr(places, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(places, "BIN", tmp_path / ".venv" / "bin")
    monkeypatch.setattr(places, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setenv("MAINSTAY_VAR", str(tmp_path / "var"))
    return tmp_path


@pytest.fixture
def listener():
    """A port on which somebody listens."""
    with socket.socket() as door:
        door.bind((ports.HOST, 0))
        door.listen()
        yield door.getsockname()[1]


def test_a_taken_port_is_named_with_a_free_one(listener):
    with pytest.raises(sentences.CannotGoOn) as told:
        ports.require_free(listener)
    offered = int(str(told.value).rsplit(" ", 1)[1])
    assert f"Port {listener} is taken" in str(told.value)
    assert ports.is_free(offered)


def test_a_taken_port_stops_before_anything_is_installed(clone, listener, capsys):
    assert command.main(["--port", str(listener)]) == 1
    assert "is taken" in capsys.readouterr().err
    assert not places.VENV.exists()


def test_a_disk_without_room_is_told_with_its_numbers(clone, monkeypatch):
    monkeypatch.setattr(install, "ROOM_TO_INSTALL", 10**18)
    with pytest.raises(sentences.CannotGoOn, match=r"GB free; Mainstay needs 1000000000\.0 GB"):
        install.ensure(development=False)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("error: failed to write: No space left on device (os error 28)", "GB free"),
        ("error: Failed to fetch: https://pypi.org/simple/x\n dns error", "cannot be reached"),
        ("ERROR: ... NewConnectionError(...)", "cannot be reached"),
        ("cause: invalid peer certificate: UnknownIssuer", "a proxy on the way"),
        ("error: Permission denied (os error 13)", "cannot write in"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "DO NOT MATCH THE HASHES"),
    ],
)
def test_a_failing_installer_becomes_a_sentence(clone, said, told):
    script = f"import sys; print({said!r}); sys.exit(1)"
    with pytest.raises(sentences.CannotGoOn, match=told):
        install.run([sys.executable, "-c", script], "try")


def test_a_folder_that_cannot_be_written_is_named_with_its_owner(tmp_path, monkeypatch):
    monkeypatch.setattr(install.os, "access", lambda *asked: False)  # root may write everywhere
    with pytest.raises(sentences.CannotGoOn, match=f"cannot write in {tmp_path}, which belongs to"):
        install.require_writable(tmp_path / "var")


def test_a_folder_named_venv_that_is_none_is_left_alone(clone):
    (clone / ".venv").mkdir()
    (clone / ".venv" / "mine").write_text("precious")
    with pytest.raises(sentences.CannotGoOn, match="not a virtual environment"):
        install.make_venv()
    assert (clone / ".venv" / "mine").read_text() == "precious"


def test_the_stamp_changes_with_lock_groups_and_place(clone):
    before = install.fingerprint(development=False)
    assert before != install.fingerprint(development=True)
    (clone / "uv.lock").write_text("another")
    assert before != install.fingerprint(development=False)


def test_the_command_works_in_a_folder_with_spaces_in_its_name(repository, tmp_path):
    folder = tmp_path / "my programs"
    folder.mkdir()
    script = folder / "mainstay"
    script.write_text(install.COMMAND.format(python=sys.executable))
    script.chmod(0o755)
    env = {**os.environ, "PYTHONPATH": str(repository / "src")}
    told = subprocess.run([script, "--version"], env=env, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")


def test_the_wheel_of_uv_is_chosen_for_this_machine(monkeypatch):
    names = [
        "uv-1-py3-none-macosx_11_0_arm64.whl",
        "uv-1-py3-none-manylinux_2_17_aarch64.manylinux2014_aarch64.whl",
        "uv-1-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        "uv-1-py3-none-musllinux_1_1_x86_64.whl",
    ]
    offered = [f"https://files.pythonhosted.org/{name}" for name in names]
    monkeypatch.setattr(fetch.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(fetch.platform, "libc_ver", lambda: ("glibc", "2.36"))
    monkeypatch.setattr(fetch.sys, "platform", "linux")
    assert fetch.choose_wheel(offered, "1").endswith(names[2])
    monkeypatch.setattr(fetch.platform, "libc_ver", lambda: ("", ""))
    assert fetch.choose_wheel(offered, "1").endswith(names[3])
    monkeypatch.setattr(fetch.platform, "machine", lambda: "riscv64")
    with pytest.raises(fetch.NotForThisMachine):
        fetch.choose_wheel(offered, "1")


def test_a_uv_with_another_hash_is_not_used(clone, monkeypatch):
    monkeypatch.setattr(fetch, "read", lambda address: b"changed on the way")
    monkeypatch.setattr(fetch, "choose_wheel", lambda addresses, version: "")
    with pytest.raises(sentences.CannotGoOn, match="is not the one"):
        fetch.fetch_uv(Path(clone / "uv"))
    assert not (clone / "uv").exists()


def test_unknown_certificates_are_tried_again_with_those_of_the_machine(clone, capsys):
    said = "if [ \"$2\" = --system-certs ]; then exit 0; fi; echo 'invalid peer certificate'; exit 2"
    program = clone / "uv"
    program.write_text(f"#!/bin/sh\n{said}\n")
    program.chmod(0o755)
    install.sync([str(program), "sync"])
    assert "certificates of this machine" in capsys.readouterr().out
