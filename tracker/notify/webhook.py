"""A short note to a chat robot: 企业微信, 钉钉, 飞书, or any address that takes JSON.

Notes are plain text, never the robots' Markdown: the words of a watched page must not become links or mentions.
An address holds its secret in path or query, so no message of an error ever shows more of it than the host.

Sources: 企业微信 群机器人配置说明 (text.content at most 2048 bytes, errcode 0), 钉钉 自定义机器人 (signature in the
query, milliseconds; at most 20000 bytes, errcode 0), 飞书 自定义机器人 (signature in the body, seconds; 20 KB, code 0).
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote_plus, urlsplit

import requests

from tracker.errors import NotifyError

Robot = Literal["wecom", "dingtalk", "feishu", "json"]

_HOSTS: dict[str, Robot] = {
    "qyapi.weixin.qq.com": "wecom",
    "oapi.dingtalk.com": "dingtalk",
    "open.feishu.cn": "feishu",
    "open.larksuite.com": "feishu",
}
_MOST_BYTES: dict[Robot, int] = {"wecom": 2048, "dingtalk": 18_000, "feishu": 18_000, "json": 60_000}
_REPLY_LIMIT = 64 * 1024  # bytes of an answer that are looked at


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """What is said: one line, then the rest, then where the full report lies."""

    key: str
    subject: str
    text: str
    link: str | None = None


def robot_of(url: str) -> Robot:
    """Which robot listens at an address, told by its host.

    >>> robot_of("https://open.feishu.cn/open-apis/bot/v2/hook/x"), robot_of("https://hooks.example.org/a")
    ('feishu', 'json')
    """
    return _HOSTS.get(urlsplit(url).hostname or "", "json")


def post_note(
    note: Note,
    url: str,
    *,
    at: dt.datetime,
    secret: str | None = None,
    robot: Robot | None = None,
    timeout_s: float = 15,
) -> None:
    """
    Send a note.

    Args:
        note: What to say; cut to what the robot takes, the link kept.

        url: The robot's address, http or https.

        at: Now, aware; goes into the signature.

        secret: The robot's signing key (钉钉 加签, 飞书 签名校验), where it has one.

        robot: Which robot; told by the host where None.

        timeout_s: Seconds without an answer before giving up.

    Raises:
        NotifyError: The note was not accepted; one line with the host and what was said.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotifyError("webhook: the address must begin with https://")
    kind = robot or robot_of(url)
    where = f"webhook {parts.hostname} ({kind})"
    body = _BODIES[kind](note, _cut(note, _MOST_BYTES[kind]))
    if secret and kind == "dingtalk":
        url = _signed_url(url, secret, at)
    elif secret and kind == "feishu":
        body |= _feishu_signature(secret, at)
    try:
        with requests.post(url, json=body, timeout=timeout_s, allow_redirects=False, stream=True) as reply:
            content = reply.raw.read(_REPLY_LIMIT, decode_content=True)
            status = reply.status_code
    except requests.Timeout as err:
        raise NotifyError(f"{where}: no answer in {timeout_s:g} s") from err
    except (requests.RequestException, OSError) as err:
        raise NotifyError(f"{where}: {_kind_of_failure(err)}; check the address and the network") from err
    _check(where, kind, status, content)


def _kind_of_failure(err: Exception) -> str:
    """The class of the error alone: its text would show the address with its key."""
    return "cannot be reached" if isinstance(err, requests.ConnectionError) else type(err).__name__


# ── bodies ───────────────────────────────────────────────────────────────────────────────────────


def _cut(note: Note, most: int) -> str:
    """Subject, text and link within `most` bytes of UTF-8; what does not fit of the text is left out at a line."""
    link = f"\n{note.link}" if note.link else ""
    head = _bytes_cut(note.subject, most - len(link.encode()) - 8)
    room = most - len((head + link).encode()) - 1
    lines: list[str] = []
    for line in note.text.strip().splitlines():
        size = len(line.encode()) + 1
        if size > room - 4:  # 4 bytes for the mark of what was left out
            lines.append("…")
            break
        lines.append(line)
        room -= size
    text = "\n".join(lines)
    return head + (f"\n{text}" if text else "") + link


def _bytes_cut(text: str, most: int) -> str:
    return text.encode()[: max(most, 0)].decode(errors="ignore")


_Body = dict[str, Any]


def _wecom(note: Note, text: str) -> _Body:
    return {"msgtype": "text", "text": {"content": text}}


def _feishu(note: Note, text: str) -> _Body:
    return {"msg_type": "text", "content": {"text": text}}


def _plain_json(note: Note, text: str) -> _Body:
    return {"key": note.key, "subject": note.subject, "text": text, "link": note.link}


_BODIES: dict[Robot, Callable[[Note, str], _Body]] = {
    "wecom": _wecom,
    "dingtalk": _wecom,  # the two take the same text message
    "feishu": _feishu,
    "json": _plain_json,
}


# ── signatures ───────────────────────────────────────────────────────────────────────────────────


def _signed_url(url: str, secret: str, at: dt.datetime) -> str:
    stamp = str(round(at.timestamp() * 1000))
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    joint = "&" if urlsplit(url).query else "?"
    return f"{url}{joint}timestamp={stamp}&sign={quote_plus(base64.b64encode(digest))}"


def _feishu_signature(secret: str, at: dt.datetime) -> _Body:
    stamp = str(round(at.timestamp()))
    digest = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}


# ── answers ──────────────────────────────────────────────────────────────────────────────────────


def _check(where: str, kind: Robot, status: int, content: bytes) -> None:
    """A robot answers 200 even when it refuses: the code inside counts."""
    if not 200 <= status < 300:
        raise NotifyError(f"{where}: answered {status}; check the address")
    if kind == "json":
        return
    try:
        answer = json.loads(content)
    except ValueError as err:
        raise NotifyError(f"{where}: the answer is no JSON; check the address") from err
    code = answer.get("errcode", answer.get("code", answer.get("StatusCode"))) if isinstance(answer, dict) else None
    if code != 0:
        said = answer.get("errmsg") or answer.get("msg") if isinstance(answer, dict) else None
        raise NotifyError(f"{where}: refused the note (code {code}: {said}); check key, signature and keywords")
