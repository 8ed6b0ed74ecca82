"""The real program and a real browser: what a newcomer sees after ``make run``."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
GOODBYE = 15

pytestmark = pytest.mark.browser


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for all tests of this folder."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The program, started as ``make run`` does, on a data folder of its own; its address."""
    data = tmp_path_factory.mktemp("town")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(data),
        "PORT": str(port),
        "COVERAGE_PROCESS_START": "",
    }
    command = [sys.executable, "-m", "bot", "run"]
    with (
        (data / "log").open("w") as log,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
        ) as running,
    ):
        try:
            assert running.stdout is not None
            said = ""
            while "Ctrl-C" not in said:
                line = running.stdout.readline()
                assert line, f"the program ended: {said}{(data / 'log').read_text()}"
                said += line
            town = re.search(r"http://\S+/town/?", said)
            assert town is not None, said
            yield town[0].rstrip("/").removesuffix("/town")
            running.send_signal(signal.SIGINT)
            running.communicate(timeout=GOODBYE)
            assert running.returncode == 0
        finally:
            running.kill()


class Tab:
    """One tab of the browser, in which one person lives."""

    def __init__(self, page: Page, address: str, person: str, language: str) -> None:
        self.page = page
        self._address = address
        self.page.goto(f"{address}/town/{person}?lang={language}")

    def beside(self, person: str) -> "Tab":
        """Open another tab of the same browser, as somebody else."""
        return Tab(self.page.context.new_page(), self._address, person, "en")

    def visits(self, path: str) -> Page:
        """Leave the town for another page of the program."""
        answer = self.page.goto(f"{self._address}{path}")
        assert answer is not None
        assert answer.ok, (path, answer.status)
        return self.page

    def goes_to(self, channel: str) -> "Tab":
        if not self.page.locator("#ways nav").is_visible():
            self.page.locator("#ways > summary").click()
        self.page.locator("#ways").get_by_role("link", name=channel, exact=False).first.click()
        here = self.page.locator("#ways a[aria-current]", has_text=channel)
        here.wait_for(state="attached")
        return self

    def says(self, line: str) -> "Tab":
        field = self.page.locator("#talk-line")
        field.fill(line)
        field.press("Escape")
        field.press("Enter")
        self._settles()
        return self

    def fills(self, **answers: str) -> "Tab":
        """Fill the open form: text by field name, an option by its value, ``yes`` ticks a box."""
        dialog = self.page.locator("dialog")
        for name, answer in answers.items():
            field = dialog.locator(f"[name='{name}']")
            if field.first.get_attribute("type") in {"radio", "checkbox"}:
                dialog.locator(f"[name='{name}'][value='{answer}']").check()
            else:
                field.fill(answer)
        return self

    def sends(self) -> "Tab":
        self.page.locator("dialog button.main").click()
        self._settles()
        return self

    def presses(self, action: str) -> "Tab":
        """Press the newest button of an action, such as ``questions.claim``."""
        self.page.locator(f".talk button[value^='v1~{action}~']").last.click()
        self._settles()
        return self

    def chooses(self, action: str, option: str) -> "Tab":
        """Take an option of the newest choice of an action."""
        choice = self.page.locator(f".talk select[name^='chosen:v1~{action}~']").last
        choice.select_option(label=option)
        return self.presses(action)

    def opens_thread(self) -> "Tab":
        self.page.locator("#talk .thread-link a").last.click()
        self.page.locator("#thread-line").wait_for()
        return self

    def says_in_thread(self, line: str) -> "Tab":
        self.page.locator("#thread-line").fill(line)
        self.page.locator("#thread-line").press("Enter")
        self._settles()
        return self

    @property
    def newest(self) -> str:
        """The words of the newest message here."""
        return self.page.locator("#talk > .line").last.inner_text()

    def _settles(self) -> None:
        self.page.locator("[aria-busy=true]").wait_for(state="detached")

    def waits_for(self, words: str) -> "Tab":
        self.page.get_by_text(words).last.wait_for(timeout=10_000)
        return self

    def sees(self, words: str) -> bool:
        return words in self.page.locator("body").inner_text()

    def moves_the_clock(self, step: str) -> "Tab":
        self.page.locator("#clock summary").click()
        self.page.locator(f"#clock-{step}").click()
        self._settles()
        return self

    def picture(self, name: str) -> None:
        """Save a picture for the documentation, when asked to (``PICTURES=1``)."""
        if os.environ.get("PICTURES", "0") not in {"", "0"}:
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{name}.png")


Opens = Callable[..., Tab]


@pytest.fixture
def opens(browser: Browser, program: str) -> Iterator[Opens]:
    """Open a tab as a person. Afterwards nothing may have been logged, refused or popped up."""
    trouble: list[str] = []
    contexts = []
    cleared = Request(f"{program}/town/maya/again", method="POST", headers={"Origin": program})  # noqa: S310
    with urlopen(cleared, data=b"") as answer:  # noqa: S310  (this machine)
        assert answer.status == HTTPStatus.OK

    def open_tab(
        person: str,
        *,
        language: str = "en",
        width: int = 1280,
        height: int = 860,
        dark: bool = False,
        script: bool = True,
    ) -> Tab:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _note(trouble, message))
        page.on("pageerror", lambda error: trouble.append(f"error in the page: {error}"))
        page.on("dialog", lambda dialog: trouble.append(f"popped up: {dialog.message}"))
        return Tab(page, program, person, language)

    yield open_tab
    for context in contexts:
        context.close()
    assert trouble == []


def _note(trouble: list[str], message: ConsoleMessage) -> None:
    if message.type in {"error", "warning"} or "Content Security" in message.text:
        trouble.append(f"{message.type}: {message.text}")
