"""The picture of the report's page that README.md shows, from runs of the quickstart.

    page_picture.py PROGRAM RUNS FILE.png

Needs Chromium (apt-get install chromium).
"""
import subprocess
import sys
import tempfile


def main():
    program, runs, picture = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        page = f"{folder}/page.html"
        subprocess.run([program, "--quiet", "report", runs, "--out", page], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={folder}/profile",
                        "--force-device-scale-factor=1", "--window-size=1400,1180", "--virtual-time-budget=8000", f"--screenshot={picture}",
                        f"file://{page}#theme=light"], check=True, stderr=subprocess.DEVNULL)


main()
