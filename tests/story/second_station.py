"""The other computer of ``test_two_windows``: a process that imports orders on request and remembers what it saw others do.

Lines in: ``import PREFIX COUNT SKU`` (answers after each order), ``seen`` (what its watcher told so far), end of input: leave.
"""

from __future__ import annotations

import json
import sys

from desktop_oms.app.watch import Watcher
from desktop_oms.db.changes import ChangeSet
from tests.support.clock import FrozenClock
from tests.support.shop import Floor


def say(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def main(url: str) -> None:
    floor = Floor(url, FrozenClock())
    seen: dict[str, set[int]] = {}

    def take(changes: ChangeSet) -> None:
        for kind, touched in changes.touched.items():
            seen.setdefault(kind, set()).update(touched.updated)

    watcher = Watcher(floor.shop, take)
    watcher.start()
    say(ready=True)
    for line in sys.stdin:
        verb, *words = line.split()
        if verb == "import":
            prefix, count, sku = words
            for number in range(int(count)):
                story = floor.an_order((sku, 1), external_id=f"{prefix}{number}")
                say(order=story.order_id)
            say(done=prefix)
        else:
            say(seen={kind: sorted(ids) for kind, ids in seen.items()})
    watcher.stop()
    floor.close()


if __name__ == "__main__":
    main(sys.argv[1])
