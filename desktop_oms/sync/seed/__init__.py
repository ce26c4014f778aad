"""An invented shop of any size: articles, stock, orders of many countries, and a day's work on them.

Everything goes in through the commands a real day uses, so seeded books obey every rule of the program. Invariant: the same number,
seed and day give the same orders, names, amounts and figures.
"""

from desktop_oms.sync.seed.story import Seeded as Seeded
from desktop_oms.sync.seed.story import fill as fill
