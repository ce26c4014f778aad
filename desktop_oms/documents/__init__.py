"""Papers from frozen data to bytes: packing slip and address label, as PDF and as printer language.

`app` calls `render`; printing is `system`'s. Nothing here reads clock, locale, database or network, and only the fonts
shipped with the program are used. Invariant: same data, template version, fonts and libraries give the same bytes.
"""

from desktop_oms.documents.render import (
    Rendered,
    fingerprint,
    kinds,
    media_of,
    render,
    render_batch,
)

__all__ = ["Rendered", "fingerprint", "kinds", "media_of", "render", "render_batch"]
