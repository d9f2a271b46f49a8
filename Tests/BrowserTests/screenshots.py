"""Pictures of the page, for README and for a look at what a change did."""

import json
import os
import sys
import urllib.request

from playwright.sync_api import sync_playwright

DESKTOP = {"width": 1400, "height": 1000}
PHONE = {"width": 390, "height": 844}


def newest_run(base):
    with urllib.request.urlopen(f"{base}/api/v1/executions?limit=20", timeout=10) as response:
        runs = json.load(response)["recent"]
    told = [run for run in runs if run["verdict"] != "PASS"] or runs
    return told[0]["executionId"] if told else None


def take(browser, folder, name, url, size, scheme, whole):
    context = browser.new_context(viewport=size, color_scheme=scheme, device_scale_factor=2 if size is PHONE else 1)
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector('[data-test=link][data-state=live]', timeout=20_000)
    page.wait_for_timeout(1_500)
    path = os.path.join(folder, f"{name}.png")
    page.screenshot(path=path, full_page=whole)
    context.close()
    print(path)


def main(folder, base):
    base = base.rstrip("/")
    os.makedirs(folder, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        take(browser, folder, "desktop", base, DESKTOP, "light", True)
        take(browser, folder, "dark", base, DESKTOP, "dark", True)
        take(browser, folder, "phone", base, PHONE, "light", False)
        run = newest_run(base)
        if run:
            take(browser, folder, "run", f"{base}/#/runs/{run}", DESKTOP, "light", True)
        browser.close()


main(sys.argv[1], sys.argv[2])
