"""Chromium without a window, for the tests of the page: what it shows, what it logs, what it asks the network for."""
import json
import os
import shutil
import sys
import time

try:
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service
except ImportError:
    webdriver = None

SKIPPED = 77


def require():
    """Ends the test as skipped, aloud, where there is no browser; GANZOO_REQUIRE_BROWSER makes that a failure."""
    missing = [name for name in ("chromium", "chromedriver") if not shutil.which(name)] + ([] if webdriver else ["python3-selenium"])
    if missing:
        print(f"SKIPPED: the page is not tested in a browser: {', '.join(missing)} is not installed")
        sys.exit(1 if os.environ.get("GANZOO_REQUIRE_BROWSER") else SKIPPED)


class Browser:
    def __init__(self, width=1400, height=900, dark=False, script=True):
        options = Options()
        options.binary_location = shutil.which("chromium")
        self.downloads = os.path.join(os.environ["GANZOO_BROWSER_TMP"], "downloads")
        os.makedirs(self.downloads, exist_ok=True)
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage",
                         f"--user-data-dir={os.environ['GANZOO_BROWSER_TMP']}/profile{time.time_ns()}"):
            options.add_argument(argument)
        preferences = {"download.default_directory": self.downloads, "profile.default_content_setting_values.automatic_downloads": 1}
        if not script:
            preferences["profile.managed_default_content_settings.javascript"] = 2
        options.add_experimental_option("prefs", preferences)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
        self.driver.set_script_timeout(60)
        self.resize(width, height)
        if dark:
            self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})

    def resize(self, width, height):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                    {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500})

    def open(self, path, hash="", wait=True):
        self.driver.get("about:blank")
        self.driver.get("file://" + path + hash)
        if wait:
            self.until("return document.documentElement.dataset.ready || document.documentElement.dataset.failed")
            assert not self.js("return document.documentElement.dataset.failed"), self.js("return document.documentElement.dataset.failed")

    def js(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def until(self, script, seconds=30):
        end = time.time() + seconds
        while time.time() < end:
            value = self.js(script)
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f"did not become true in {seconds} s: {script}")

    def settle(self):
        """Waits until nothing is left to paint."""
        self.driver.execute_async_script("const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 120)))")

    def choose(self, **changes):
        self.js("ganzoo.choose(arguments[0])", changes)
        self.settle()

    def text(self, selector):
        return self.js("const e = document.querySelector(arguments[0]); return e && e.textContent", selector)

    def texts(self, selector):
        return self.js("return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector)

    def console(self):
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self):
        urls = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                urls.append(message["params"]["request"]["url"])
        return urls

    def downloaded(self, name, action):
        path = os.path.join(self.downloads, name)
        if os.path.exists(path):
            os.remove(path)
        action()
        end = time.time() + 20
        while time.time() < end and not os.path.exists(path):
            time.sleep(0.05)
        with open(path, "rb") as file:
            return file.read()

    def close(self):
        self.driver.quit()
