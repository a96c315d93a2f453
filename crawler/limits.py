"""How many files may be open at once, and so how many sites may be worked on at once."""

from __future__ import annotations

#: Files of an open site: ledger with its log and index, WARC file, lock; and one connection, and one for a picture.
FILES_PER_SITE = 7
#: Files of everything else: libraries, pipes, the browser's driver.
FILES_ELSEWHERE = 120
#: Sites open at once at most: memory is spent on each.
MOST_SITES = 500
#: What Windows' C library lets a process open by default.
_WINDOWS = 8192


def sites_at_once(concurrency: int) -> int:
    """How many sites a worker may have open: enough to keep every connection busy while hosts wait for their delay."""
    room = (_file_limit() - FILES_ELSEWHERE - concurrency) // FILES_PER_SITE
    return max(4, min(MOST_SITES, room))


def _file_limit() -> int:
    """The number of files this process may open, raised as far as the system lets it."""
    try:
        import resource
    except ImportError:
        return _WINDOWS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _WINDOWS if hard == resource.RLIM_INFINITY else min(_WINDOWS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return _WINDOWS if soft == resource.RLIM_INFINITY else int(soft)
