"""Passwords and tokens in the keyring of the system, nowhere else: not in settings, not in logs, not in the books."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from desktop_oms.domain.errors import Unavailable

SERVICE = "desktop-oms"


@contextmanager
def _keyring_errors() -> Iterator[None]:
    """Turn the keyring's exceptions into ours, without their texts: a backend may quote the value."""
    import keyring.errors

    try:
        yield
    except keyring.errors.NoKeyringError:
        raise Unavailable("secrets.no_keyring") from None
    except keyring.errors.KeyringError:
        raise Unavailable("secrets.locked") from None


class SecretStore:
    """The keyring, one entry per name such as ``channel:3:token``. Values never appear in errors or logs.

    Every method raises ``Unavailable``: ``secrets.no_keyring`` where the system offers none, ``secrets.locked`` when it
    refused (usually because the person did not unlock it).
    """

    def get(self, name: str) -> str | None:
        """The secret kept under ``name``; None when there is none."""
        import keyring

        with _keyring_errors():
            return keyring.get_password(SERVICE, name)

    def set(self, name: str, value: str) -> None:
        """Keep ``value`` under ``name``, replacing what was there."""
        import keyring

        with _keyring_errors():
            keyring.set_password(SERVICE, name, value)

    def delete(self, name: str) -> None:
        """Forget ``name``; nothing happens when it was not kept."""
        import keyring

        with _keyring_errors():
            if keyring.get_password(SERVICE, name) is not None:
                keyring.delete_password(SERVICE, name)
