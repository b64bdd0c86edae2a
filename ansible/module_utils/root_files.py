"""Compares root's folders, files and links with their desired state."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

CHUNK = 1 << 20


def state_of(path):
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return (found.st_mode & 0o7777, found.st_uid, found.st_gid)


def folder_differs(path, mode):
    return state_of(path) != (int(mode, 8), 0, 0)


def text_of(path):
    return Path(path).read_text() if os.path.exists(path) else None


def file_differs(path, content, mode):
    return text_of(path) != content or state_of(path) != (int(mode, 8), 0, 0)


def link_differs(path, target):
    return not os.path.islink(path) or os.readlink(path) != target


def hashed_differs(path, sha256, mode):
    return digest_of(path) != sha256 or state_of(path) != (int(mode, 8), 0, 0)


def digest_of(path):
    if not os.path.exists(path):
        return None
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
