"""The program as its operator meets it: started, stopped, and started again."""

import json
import re
import signal
import time
import urllib.error
import urllib.request

import pytest

from tests.conftest import ROOT
from tests.support.program import BY_HAND, CANARY, SHORT, Program, read, stopped

AS_INSTALLED = ("-c", "import sys; from bot.__main__ import main; sys.exit(main())")
OURS = re.compile(rf'File "{re.escape(str(ROOT))}/bot/\w+/')


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_fresh_start_serves_the_site_and_stops_when_told(
    program: Program, number: signal.Signals
) -> None:
    with program.running() as (process, site):
        assert json.loads(read(f"{site}healthz")) == {"status": "ok"}
        assert json.loads(read(f"{site}readyz"))["status"] == "ok"
        assert "Riverbend" in read(site)
        process.send_signal(number)
        status, seconds, said = stopped(process)

    assert status == 0
    assert seconds < 10
    assert "Stopping." in said
    assert "error" not in said


def test_signal_upon_signal_still_stops_cleanly(program: Program) -> None:
    with program.running() as (process, _):
        for _ in range(5):
            process.send_signal(signal.SIGTERM)
            process.send_signal(signal.SIGINT)
        status, seconds, said = stopped(process)

    assert (status, seconds < 10) == (0, True)
    assert "error" not in said
    assert program.does("doctor").returncode in {0, 1}


@pytest.mark.parametrize("python", [BY_HAND, AS_INSTALLED], ids=["by hand", "as installed"])
def test_a_signal_during_the_start_leaves_a_sound_database(
    program: Program, python: tuple[str, ...]
) -> None:
    """Until the program's first line Python itself hears the signal, and may say where it was.

    It names no room of the bot then. From the first line on the program ends without a word.
    """
    for wait in (0.0, 0.01, 0.02, 0.05, 0.15, 0.3, 0.45, 0.6):
        with program.starts(*python) as process:
            time.sleep(wait)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=SHORT)
        if "Traceback" in err:
            assert "KeyboardInterrupt" in err
            assert not OURS.search(err), err
            assert out == ""
        else:
            assert process.returncode in {0, 130, -signal.SIGINT}

    assert program.does("migrate").returncode == 0


def test_killed_and_started_again_it_works(program: Program) -> None:
    with program.running() as (process, site):
        read(site)
        process.kill()
        process.wait()
    with program.running() as (process, site):
        assert json.loads(read(f"{site}readyz"))["database"] == "ok"


def test_everything_it_keeps_is_for_its_own_account_alone(program: Program) -> None:
    with program.running() as (process, site):
        read(site)
        found = [program.data, *program.data.iterdir()]
        assert {path.name for path in found} >= {"commonground.sqlite", "vault.db", "key"}
        assert [path.name for path in found if path.stat().st_mode & 0o077] == []
        process.send_signal(signal.SIGTERM)
        stopped(process)


def test_the_log_is_json_and_names_no_reader(program: Program) -> None:
    with program.running() as (process, site):
        read(f"{site}questions?q={CANARY}")
        with pytest.raises(urllib.error.HTTPError):
            read(f"{site}{CANARY}")
        process.send_signal(signal.SIGTERM)
        _, _, said = stopped(process)

    assert CANARY not in said
