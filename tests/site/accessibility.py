"""Checks the site in a browser for what hinders people: ``python -m tests.site.accessibility AXE SITE``.

AXE is `axe.min.js` of the npm package axe-core, SITE the folder that `./scripts/site` wrote; `chromium` must be on the
path. Every page is opened by day and by night, as wide as a desk's screen and as a phone's; what axe-core calls a
violation is printed, as is a page that is wider than its screen. The exit code is 1 where there is any.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from html import unescape
from pathlib import Path

WIDTHS = (1280, 390)
_RUNNER = """<!doctype html><meta charset="utf-8"><body><script type="text/plain" id="code">AXE</script><script>
const pages = PAGES, found = {};
(async () => {
  const code = document.getElementById("code").textContent;
  for (const page of pages) {
    const frame = document.createElement("iframe");
    frame.style = "width: WIDTHpx; height: 900px; border: 0";
    frame.src = page;
    const loaded = new Promise(done => frame.onload = done);
    document.body.append(frame);
    await loaded;
    const root = frame.contentDocument.documentElement;
    const script = frame.contentDocument.createElement("script");
    script.textContent = code;
    root.append(script);
    const result = await frame.contentWindow.axe.run(frame.contentDocument, {resultTypes: ["violations"]});
    found[page] = result.violations.map(one => one.id + " (" + one.impact + "): " + one.nodes.length + " × " + one.help
      + ", first " + one.nodes[0].html.slice(0, 120));
    if (root.scrollWidth > root.clientWidth) found[page].push(root.scrollWidth - root.clientWidth + " px too wide");
    if (result.passes.length < 10) found[page].push("only " + result.passes.length + " rules were tried");
    frame.remove();
  }
  const report = document.createElement("pre");
  report.id = "report";
  report.textContent = JSON.stringify(found);
  document.body.replaceChildren(report);
})();
</script></body>"""


def faults(axe: str, site: Path, width: int, *, dark: bool) -> dict[str, list[str]]:
    """What is wrong with each page of a site on one screen.

    Raises:
        RuntimeError: the browser did not get through all pages.
    """
    pages = sorted(str(page.relative_to(site)) for page in site.rglob("*.html"))
    runner = _RUNNER.replace("PAGES", json.dumps(pages)).replace("WIDTH", str(width))
    with tempfile.TemporaryDirectory(dir=site) as folder, tempfile.TemporaryDirectory() as profile:
        page = Path(folder) / "runner.html"
        page.write_text(runner.replace("<body>", '<base href="../"><body>').replace("AXE", axe), "utf-8")
        command = [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
            "--allow-file-access-from-files", "--disable-web-security", "--window-size=1400,1000",
            "--virtual-time-budget=3600000", f"--blink-settings=preferredColorScheme={0 if dark else 1}",
            "--dump-dom", page.resolve().as_uri(),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=1800, check=False)
    report = re.search(r'<pre id="report">(.*?)</pre>', done.stdout, re.DOTALL)
    if report is None:
        raise RuntimeError(f"no report: {done.stderr[-500:]}")
    found: dict[str, list[str]] = json.loads(unescape(report[1]))
    return found


def main() -> int:
    """Print the faults."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("axe", type=Path)
    parser.add_argument("site", type=Path)
    given = parser.parse_args()
    count = 0
    for width in WIDTHS:
        for dark in (False, True):
            found = faults(given.axe.read_text("utf-8"), given.site, width, dark=dark)
            lines = [f"  {page}: {fault}" for page, some in found.items() for fault in some]
            count += len(lines)
            when = "by night" if dark else "by day"
            print("\n".join((f"{width} px {when}: {len(found)} pages, {len(lines)} faults", *lines)), flush=True)  # noqa: T201
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
