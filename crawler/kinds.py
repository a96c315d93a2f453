"""Kinds of files that are never fetched: they hold no text that a person could use to handle a matter."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

#: Films, sound, pictures, styles, scripts, fonts and programs. Scripts are run by the browser where a page needs them.
_NEVER_FETCHED = re.compile(
    r"\.(?:mp4|flv|avi|wmv|mov|mkv|rm|rmvb|mpe?g|webm|m3u8|ts|mp3|wav|wma|ogg|aac|m4a|swf"
    r"|jpe?g|png|gif|bmp|ico|svg|webp|tiff?|psd"
    r"|css|m?js|map|woff2?|ttf|eot|otf"
    r"|exe|msi|apk|ipa|dmg|iso|bin|dll|cab|jar|deb|torrent)$",
    re.IGNORECASE,
)
LONGEST_URL = 2000


def unsupported(url: str) -> str:
    """Why a URL is never fetched, judged by its text: ``type .mp4`` or ``length``; empty when it may be."""
    if len(url) > LONGEST_URL:
        return "length"
    found = _NEVER_FETCHED.search(urlsplit(url).path if "?" in url or "#" in url else url)
    return f"type {found[0].lower()}" if found else ""
