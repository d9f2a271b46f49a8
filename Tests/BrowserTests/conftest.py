"""One browser for all tests; a fresh context, and a gate before the service, for each."""

import json
import os
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from gate import Gate


def pytest_addoption(parser):
    parser.addoption("--base", required=True, help="address of the running service")
    parser.addoption("--restart", help="command that restarts the service at the same address")
    parser.addoption("--plans", help="the service's folder of plans, which tests may change")


class Service:
    """The API, asked past the browser."""

    def __init__(self, base):
        self.base = base

    def get(self, path):
        with urllib.request.urlopen(f"{self.base}/api/v1{path}", timeout=10) as response:
            return json.load(response)

    def post(self, path):
        request = urllib.request.Request(f"{self.base}/api/v1{path}", method="POST")
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)

    def fetch(self, path):
        with urllib.request.urlopen(self.base + path, timeout=10) as response:
            return response.headers, response.read()


def eventually(check, seconds=15):
    """Runs `check` until it no longer raises an AssertionError; what it last raised where it never stops."""
    end = time.monotonic() + seconds
    while True:
        try:
            return check()
        except AssertionError:
            if time.monotonic() > end:
                raise
        time.sleep(0.1)


@pytest.fixture(scope="session")
def base(pytestconfig):
    return pytestconfig.getoption("--base").rstrip("/")


@pytest.fixture(scope="session")
def service(base):
    return Service(base)


@pytest.fixture(scope="session")
def plans(pytestconfig):
    folder = pytestconfig.getoption("--plans")
    if not folder:
        pytest.skip("the service's folder of plans was not named (--plans)")
    return Path(folder)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def gate(base):
    gate = Gate(base)
    yield gate
    gate.shut()


@pytest.fixture
def context(browser):
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context):
    """A page that may say nothing bad: what it says on the console as an error fails the test."""
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    assert page.complaints == []


@pytest.fixture
def bench(page, gate):
    """The bench view, live."""
    page.goto(gate.url)
    page.wait_for_selector('[data-test=link][data-state=live]')
    return page
