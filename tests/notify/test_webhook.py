"""Notes to chat robots, against a real HTTP server on loopback."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from notify.servers import Robot, robot_server

from tracker.errors import NotifyError
from tracker.notify.webhook import Note, post_note

NOW = dt.datetime(2026, 11, 22, 18, 30, tzinfo=dt.UTC)
NOTE = Note(key="ab", subject="政策变动 11-22：1 件废止", text="第一行\n第二行", link="https://x.example/r.html")
TEXT = "政策变动 11-22：1 件废止\n第一行\n第二行\nhttps://x.example/r.html"
FEISHU = b'{"code": 0, "msg": "success"}'


@pytest.mark.parametrize(
    ("kind", "answer", "body"),
    [
        ("wecom", None, {"msgtype": "text", "text": {"content": TEXT}}),
        ("dingtalk", None, {"msgtype": "text", "text": {"content": TEXT}}),
        ("feishu", FEISHU, {"msg_type": "text", "content": {"text": TEXT}}),
        ("json", b"", {"key": "ab", "subject": NOTE.subject, "text": TEXT, "link": NOTE.link}),
    ],
)
def test_each_robot_gets_its_own_body(kind, answer, body):
    """Plain text in the shape the robot takes."""
    robot = Robot() if answer is None else Robot(answer=answer)
    with robot_server(robot) as url:
        post_note(NOTE, url, at=NOW, robot=kind)
    assert robot.bodies == [body]


def test_a_dingtalk_note_is_signed_in_its_address():
    """timestamp in milliseconds and sign, behind the key that stands there."""
    robot = Robot()
    with robot_server(robot) as url:
        post_note(NOTE, url, at=NOW, robot="dingtalk", secret="SEC1")
    query = parse_qs(urlsplit(robot.paths[0]).query)
    stamp = str(int(NOW.timestamp() * 1000))
    sign = base64.b64encode(hmac.new(b"SEC1", f"{stamp}\nSEC1".encode(), hashlib.sha256).digest()).decode()
    assert query == {"key": ["SECRET"], "timestamp": [stamp], "sign": [sign]}


def test_a_feishu_note_is_signed_in_its_body():
    """timestamp in seconds; the key of the signature is timestamp and secret, its text empty."""
    robot = Robot(answer=FEISHU)
    with robot_server(robot) as url:
        post_note(NOTE, url, at=NOW, robot="feishu", secret="SEC1")
    stamp = str(int(NOW.timestamp()))
    sign = base64.b64encode(hmac.new(f"{stamp}\nSEC1".encode(), b"", hashlib.sha256).digest()).decode()
    assert (robot.bodies[0]["timestamp"], robot.bodies[0]["sign"]) == (stamp, sign)


def test_a_long_note_is_cut_at_a_line_and_keeps_its_link():
    """企业微信 takes 2048 bytes of text; no character is cut in two."""
    robot = Robot()
    long = replace(NOTE, text="\n".join(["最高3000万元" * 5] * 200))
    with robot_server(robot) as url:
        post_note(long, url, at=NOW, robot="wecom")
    content = robot.bodies[0]["text"]["content"]
    assert len(content.encode()) <= 2048
    assert content.startswith(NOTE.subject)
    assert content.endswith("最高3000万元\n…\nhttps://x.example/r.html")


def test_a_subject_longer_than_all_is_cut():
    """Even then the note is within its size."""
    robot = Robot()
    with robot_server(robot) as url:
        post_note(replace(NOTE, subject="长" * 2000), url, at=NOW, robot="wecom")
    assert len(robot.bodies[0]["text"]["content"].encode()) <= 2048


@pytest.mark.parametrize(
    ("robot", "said"),
    [
        (Robot(answer=b'{"errcode": 310000, "errmsg": "keywords not in content"}'), r"code 310000: keywords not in"),
        (Robot(answer=b"<html>"), "the answer is no JSON"),
        (Robot(answer=b"[]"), "refused the note"),
        (Robot(status=404), "answered 404"),
        (Robot(status=302), "answered 302"),
    ],
    ids=["refused", "a page", "a list", "gone", "moved"],
)
def test_a_refusal_is_told_without_the_key(robot, said):
    """A robot answers 200 and says no inside; the address with its key is never shown."""
    with robot_server(robot) as url, pytest.raises(NotifyError, match=said) as err:
        post_note(NOTE, url, at=NOW, robot="dingtalk")
    assert "SECRET" not in str(err.value)


def test_a_robot_that_is_away_is_told_without_the_key():
    """Nothing listens at the address."""
    with robot_server(Robot()) as url:
        pass
    with pytest.raises(NotifyError, match=r"webhook 127\.0\.0\.1 \(json\): cannot be reached") as err:
        post_note(NOTE, url, at=NOW)
    assert "SECRET" not in str(err.value)


def test_an_address_that_is_none_is_refused():
    """No request is made."""
    with pytest.raises(NotifyError, match="must begin with https://"):
        post_note(NOTE, "file:///etc/passwd", at=NOW)


def test_a_body_is_json_in_utf_8():
    """Chinese comes through."""
    robot = Robot()
    with robot_server(robot) as url:
        post_note(NOTE, url, at=NOW, robot="wecom")
    assert "政策变动" in json.dumps(robot.bodies[0], ensure_ascii=False)
