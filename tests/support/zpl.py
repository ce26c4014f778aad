"""Draws ZPL with zpl-renderer-js, so that tests read labels back without our own code in between."""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.strict import left_out

NODE_DIR = Path(__file__).parents[2] / ".venv" / "node"

SCRIPT = """
const fs = require('fs'), {ready} = require('zpl-renderer-js');
(async () => {
  const {api} = await ready, [zpl, out, width, height, dots] = process.argv.slice(2);
  const labels = await api.zplToBase64MultipleAsync(fs.readFileSync(zpl, 'utf8'), +width, +height, +dots);
  labels.forEach((label, i) => fs.writeFileSync(`${out}/${String(i).padStart(4, '0')}.png`, Buffer.from(label, 'base64')));
  process.exit(0);
})().catch(error => { console.error(String(error)); process.exit(1); });
"""


def render(zpl: bytes, width_mm: float = 101.6, height_mm: float = 152.4, dots_per_mm: int = 8) -> list[bytes]:
    """PNG bytes of every label in ``zpl``; 8 dots per mm is 203 dpi. About 0.4 s for a 4 x 6 inch label."""
    if not (NODE_DIR / "node_modules" / "zpl-renderer-js").is_dir():
        left_out("zpl-renderer-js is not installed (python3 bootstrap.py test does it when Node is there)")
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in.zpl").write_bytes(zpl)
        script = NODE_DIR / "render.cjs"
        script.write_text(SCRIPT, encoding="utf-8")
        sizes = [str(width_mm), str(height_mm), str(dots_per_mm)]
        command = ["node", str(script), str(folder / "in.zpl"), name, *sizes]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        if done.returncode:
            raise RuntimeError(f"zpl-renderer-js: {done.stderr[-500:]}")
        return [path.read_bytes() for path in sorted(folder.glob("*.png"))]
