"""The error tree.

    TrackerError                 shown as one line: what, where, how to mend it
      ConfigError                sources.toml: `where` is the place, e.g. "source[3].url"
      UsageError                 a request that cannot be carried out: unknown or ambiguous document, bad option
      FetchError                 `url`, `transient` (trying again later may help)
        BlockedError             a bot wall or a login page came instead of the text
        GoneError                the page is no longer there (404, 410)
        SuspectPageError         empty, or far shorter than the last one: a doubt, not a change
      ReadError                  a file that cannot be read as policy text
        LimitError               over a limit on bytes, pages, members, seconds or memory
      NotifyError                a mail or a webhook that was not accepted
      FaultError                 the program itself failed on one text
    StoreError                   the store is unusable; stops the run. Not a TrackerError: no source may swallow it

`TrackerError` is caught per source by `tracker.run` and kept as that source's result; the CLI
prints it as one line and ends with code 2. Errors carry facts and do not log.
"""

from __future__ import annotations


class TrackerError(Exception):
    """A problem a person can mend: one line with the fact, the place and the next step."""


class ConfigError(TrackerError):
    """sources.toml is wrong at `where`."""

    def __init__(self, message: str, *, where: str | None = None) -> None:
        super().__init__(f"{where}: {message}" if where else message)
        self.where = where


class UsageError(TrackerError):
    """The request cannot be carried out as it was made."""


class FetchError(TrackerError):
    """An address gave no usable reply. `content` holds the bytes that came all the same, as evidence."""

    def __init__(self, message: str, *, url: str, transient: bool = False, status: int | None = None) -> None:
        super().__init__(message)
        self.url = url
        self.transient = transient
        self.status = status
        self.content = b""


class BlockedError(FetchError):
    """A bot wall or a login page came instead of the text."""


class GoneError(FetchError):
    """The page is no longer there (404, 410)."""


class SuspectPageError(FetchError):
    """The reply is a doubt, not a change: an error text, an empty page, a far shorter one."""


class ReadError(TrackerError):
    """A file cannot be read as policy text; the message says why."""


class LimitError(ReadError):
    """A file is over a limit on bytes, pages, members, seconds or memory."""


class NotifyError(TrackerError):
    """A mail or webhook was not accepted; it stays in the outbox."""


class FaultError(TrackerError):
    """The program itself failed on a text, at the place that the message names."""


class StoreError(Exception):
    """The store is unusable (read-only, full disk, from a newer version): the run stops here."""
