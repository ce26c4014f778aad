"""What can be done and asked: one module per subject, command and handler side by side; front ends meet ``shop.Shop``.

No Qt, no network, no file formats: what stands above this room comes in through ``ports``. Invariant: every change is a command
run by ``bus.Bus``, in one transaction of ``db.gateway``.
"""
