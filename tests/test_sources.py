"""sources.toml: what it gives, and that every mistake is named with its place and its mending."""

# ruff: noqa: E501 - messages stand here on one line, as they are printed
from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.errors import ConfigError
from tracker.models import FetchSettings, JsonRules, ListRules, MailSettings, Source, Webhook
from tracker.sources import Config, Schedule, load_config, mail_credentials

ROOT = Path(__file__).parents[1]
MINIMAL = '[[source]]\nid = "a"\nurl = "https://a.example.gov.cn/zc/"\n'


def load(folder: Path, text: str) -> Config:
    path = folder / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def refusal(folder: Path, text: str) -> str:
    """The message this file is refused with."""
    with pytest.raises(ConfigError) as caught:
        load(folder, text)
    message = str(caught.value)
    assert "\n" not in message
    assert caught.value.where
    return message


# ── what it gives ────────────────────────────────────────────────────────────────────────────────


def test_minimal_file(tmp_path: Path) -> None:
    """An id and an address are enough; all else has a default."""
    assert load(tmp_path, MINIMAL) == Config(
        path=tmp_path / "sources.toml",
        sources=(Source(id="a", name="a", url="https://a.example.gov.cn/zc/"),),
        reports=tmp_path / "reports",
    )


def test_empty_file(tmp_path: Path) -> None:
    """No sources are no mistake of the file: importing and comparing need none."""
    assert load(tmp_path, "").sources == ()


def test_without_the_sources(tmp_path: Path) -> None:
    """Who reads the store alone gets the settings; a mistake in them is told all the same, one in a source is not."""
    path = tmp_path / "sources.toml"
    path.write_text('language = "en"\n' + MINIMAL + 'body = "div[["\n', encoding="utf-8")

    config = load_config(path, sources=False)

    assert (config.language, config.sources) == ("en", ())
    path.write_text('langauge = "en"\n' + MINIMAL, encoding="utf-8")
    with pytest.raises(ConfigError, match="did you mean language"):
        load_config(path, sources=False)


def test_everything(tmp_path: Path) -> None:
    """Each key arrives where it belongs."""
    config = load(
        tmp_path,
        """
        language = "en"
        reports = "out"
        store = "data/t.db"
        expiry_days = 30
        [schedule]
        times = ["21:05", "6:30", "06:30"]
        timezone = "Europe/Berlin"
        [fetch]
        delay_s = 2
        timeout_s = 5.5
        total_s = 60
        retries = 0
        max_wait_s = 10
        max_bytes = 4096
        max_redirects = 1
        user_agent = "me/1"
        robots = false
        hosts = 2
        [mail]
        host = "smtp.example.org"
        security = "starttls"
        sender = "政策 <t@example.org>"
        recipients = ["a@example.org", "b@example.org"]
        subject_prefix = "[政策]"
        timeout_s = 9
        [[webhook]]
        name = "群"
        kind = "wecom"
        url_env = "HOOK"
        [[source]]
        id = "l"
        name = "列表"
        url = "http://127.0.0.1:8000/"
        kind = "list"
        region = "示例市"
        issuer = "示例局"
        stage = "draft"
        body = "#t"
        charset = "gb2312"
        legacy_tls = true
        robots = false
        recheck_days = 7
        min_share = 0
        enabled = false
        notes = "看情况"
        headers.Referer = "http://127.0.0.1/"
        list.row = "li"
        list.link = "a"
        list.link_attribute = "data-url"
        list.title = "b"
        list.date = "i"
        list.pages = "query"
        list.page_parameter = "p"
        list.max_pages = 3
        list.include = ['办法$', '措施']
        list.exclude = '招聘'
        list.since = 2024-01-31
        list.may_be_empty = true
        [[source]]
        id = "j"
        url = "https://a.example.gov.cn/j"
        kind = "json"
        [source.json]
        rows = "r"
        url = "u"
        title = "t"
        date = "d"
        number = "{n}号"
        [[source]]
        id = "f"
        kind = "folder"
        path = "in"
        """,
    )
    assert config == Config(
        path=tmp_path / "sources.toml",
        language="en",
        reports=tmp_path / "out",
        store=tmp_path / "data/t.db",
        expiry_days=30,
        schedule=Schedule(times=(dt.time(6, 30), dt.time(21, 5)), timezone="Europe/Berlin"),
        fetch=FetchSettings(
            delay_s=2.0,
            timeout_s=5.5,
            total_s=60.0,
            retries=0,
            max_wait_s=10.0,
            max_bytes=4096,
            max_redirects=1,
            user_agent="me/1",
            robots=False,
            hosts=2,
        ),
        mail=MailSettings(
            host="smtp.example.org",
            port=587,
            security="starttls",
            sender="政策 <t@example.org>",
            recipients=("a@example.org", "b@example.org"),
            subject_prefix="[政策]",
            timeout_s=9.0,
        ),
        webhooks=(Webhook(name="群", kind="wecom", url_env="HOOK"),),
        sources=(
            Source(
                id="l",
                name="列表",
                url="http://127.0.0.1:8000/",
                kind="list",
                region="示例市",
                issuer="示例局",
                stage="draft",
                body="#t",
                charset="gb2312",
                legacy_tls=True,
                robots=False,
                recheck_days=7,
                min_share=0.0,
                enabled=False,
                notes="看情况",
                headers=(("Referer", "http://127.0.0.1/"),),
                list=ListRules(
                    row="li",
                    link="a",
                    link_attribute="data-url",
                    title="b",
                    date="i",
                    pages="query",
                    page_parameter="p",
                    max_pages=3,
                    include=("办法$", "措施"),
                    exclude=("招聘",),
                    since=dt.date(2024, 1, 31),
                    may_be_empty=True,
                ),
            ),
            Source(
                id="j",
                name="j",
                url="https://a.example.gov.cn/j",
                kind="json",
                json=JsonRules(rows="r", url="u", title="t", date="d", number="{n}号"),
            ),
            Source(id="f", name="f", url=(tmp_path / "in").as_uri(), kind="folder", path=tmp_path / "in"),
        ),
    )
    assert [source.id for source in config.enabled] == ["j", "f"]


def test_byte_order_mark_and_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mark that an editor left is no mistake; paths are whole wherever the command is run."""
    (tmp_path / "s.toml").write_bytes(b"\xef\xbb\xbf" + MINIMAL.encode())
    monkeypatch.chdir(tmp_path)
    assert load_config(Path("s.toml")).reports == tmp_path / "reports"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, None),
        ({"TRACKER_SMTP_USER": "u", "TRACKER_SMTP_PASSWORD": "p"}, ("u", "p")),
        ({"TRACKER_SMTP_USER": "", "TRACKER_SMTP_PASSWORD": ""}, None),
    ],
)
def test_mail_credentials(environ: dict[str, str], expected: tuple[str, str] | None) -> None:
    """Both from the environment, or none."""
    assert mail_credentials(environ) == expected


def test_half_of_the_credentials() -> None:
    """One of the two alone is a mistake."""
    with pytest.raises(
        ConfigError, match="TRACKER_SMTP_USER is set, TRACKER_SMTP_PASSWORD is not; set both, or neither"
    ):
        mail_credentials({"TRACKER_SMTP_USER": "u"})


# ── every mistake ────────────────────────────────────────────────────────────────────────────────

AT = "(sources.toml, line"
MISTAKES = {
    # an unknown key: a slip, a stranger, one that stands in the wrong table
    "slip": (MINIMAL + 'bodyy = "#t"', f"source[0].bodyy: unknown key; did you mean body? {AT} 4, id 'a')"),
    "slip in list": (
        MINIMAL + 'kind = "list"\nlist.rows = "li"',
        f"source[0].list.rows: unknown key; did you mean row? {AT} 5, id 'a')",
    ),
    "slip of a key that must be there": (
        '[[source]]\nid = "a"\nurll = "https://example.org/"',
        f"source[0].urll: unknown key; did you mean url? {AT} 3, id 'a')",
    ),
    "slip at top": ('langauge = "zh"', f"langauge: unknown key; did you mean language? {AT} 1)"),
    "slip of a table": ("[[sources]]", f"sources: unknown key; did you mean source? {AT} 1)"),
    "stranger": (
        "[schedule]\ncron = 1",
        f"schedule.cron: unknown key; known keys: times, timezone {AT} 2)",
    ),
    "below a table": (
        MINIMAL + 'language = "en"',
        "source[0].language: does not belong here but at the top of the file, before the first table in [ ] "
        f"{AT} 4, id 'a')",
    ),
    "above a table": ("delay_s = 1", f"delay_s: does not belong here but in the table [fetch] {AT} 1)"),
    "row without list": (
        MINIMAL + 'kind = "list"\nrow = "li"',
        f"source[0].row: does not belong here but under list, such as list.row {AT} 5, id 'a')",
    ),
    # a wrong type
    "number for text": ("[[source]]\nid = 7", f"source[0].id: is a whole number, not a text in quotes {AT} 2)"),
    "text for number": (
        '[mail]\nhost = "h"\nsender = "a@b.c"\nrecipients = ["a@b.c"]\nport = "25"',
        f"mail.port: is a text in quotes, not a whole number {AT} 5)",
    ),
    "text for flag": (
        MINIMAL + 'enabled = "no"',
        f"source[0].enabled: is a text in quotes, not true or false {AT} 4, id 'a')",
    ),
    "flag for number": ("[fetch]\nretries = true", f"fetch.retries: is true or false, not a whole number {AT} 2)"),
    "table for array": (
        '[source]\nid = "a"',
        f"source: is one table, not several; write it as [[source]], with two brackets {AT} 1)",
    ),
    "text for table": ('mail = "x"', f"mail: is a text in quotes, not a table {AT} 1)"),
    "array of texts": (
        'source = ["x"]',
        f"source[0]: is a text in quotes; write each one as a table, [[source]] {AT} 1)",
    ),
    "number in a list": (
        MINIMAL + 'kind = "list"\nlist.include = ["a", 1]',
        f"source[0].list.include[1]: is a whole number, not a text in quotes {AT} 5, id 'a')",
    ),
    "text for date": (
        MINIMAL + 'kind = "list"\nlist.since = "2024-01-01"',
        f"source[0].list.since: is a text in quotes, not a date such as 2024-01-31 {AT} 5, id 'a')",
    ),
    # a value out of bounds
    "too small": ("[fetch]\ndelay_s = -1", f"fetch.delay_s: is -1; it goes from 0 to 3600 {AT} 2)"),
    "no number": ("[fetch]\ndelay_s = nan", f"fetch.delay_s: is nan; it goes from 0 to 3600 {AT} 2)"),
    "too large": (MINIMAL + "min_share = 1.5", f"source[0].min_share: is 1.5; it goes from 0 to 1 {AT} 4, id 'a')"),
    "no port": (
        '[mail]\nhost = "h"\nsender = "a@b.c"\nrecipients = ["a@b.c"]\nport = 0',
        f"mail.port: is 0; it goes from 1 to 65535 {AT} 5)",
    ),
    "empty text": (
        MINIMAL + 'body = " "',
        f"source[0].body: is empty; give it a value or take the line out {AT} 4, id 'a')",
    ),
    "two lines": (
        MINIMAL + 'name = "a\\nb"',
        f"source[0].name: has a line break or control character; write it on one line {AT} 4, id 'a')",
    ),
    # a value that is none of its kind
    "slip of a value": (
        MINIMAL + 'kind = "lists"',
        f"source[0].kind: 'lists' is none of its values; did you mean 'list'? {AT} 4, id 'a')",
    ),
    "no value": ('language = "de"', f"language: 'de' is none of its values; one of: zh, en {AT} 1)"),
    "no address": (
        '[[source]]\nid = "a"\nurl = "a.gov.cn/zc"',
        "source[0].url: 'a.gov.cn/zc' is no web address; write it whole, such as https://www.example.gov.cn/zc/ "
        f"{AT} 3, id 'a')",
    ),
    "file address": (
        '[[source]]\nid = "a"\nurl = "file:///etc/passwd"',
        "source[0].url: 'file:///etc/passwd' is no web address; write it whole, such as https://www.example.gov.cn/zc/ "
        f"{AT} 3, id 'a')",
    ),
    "no id": (
        '[[source]]\nurl = "https://a.b/"',
        f'source[0].id: is missing; add a short name, such as id = "bj-jxj" {AT} 1)',
    ),
    "bad id": (
        '[[source]]\nid = "a b"',
        f"source[0].id: 'a b' is no short name: letters, digits, - _ . only, 64 at most {AT} 2, id 'a b')",
    ),
    "no url": (
        '[[source]]\nid = "a"',
        f"source[0].url: is missing; add the address to watch, url = \"https://…\" {AT} 1, id 'a')",
    ),
    "id taken": (
        MINIMAL + MINIMAL,
        f"source[1].id: 'a' is taken by source[0]; give each source its own {AT} 5, id 'a')",
    ),
    "no selector": (
        MINIMAL + 'body = "div[["',
        f"source[0].body: 'div[[' is no CSS selector: Malformed attribute selector at position 3 {AT} 4, id 'a')",
    ),
    "no pattern": (
        MINIMAL + "kind = \"list\"\nlist.exclude = ['a', '(']",
        "source[0].list.exclude[1]: '(' is no regular expression: missing ), unterminated subpattern at position 0 "
        f"{AT} 5, id 'a')",
    ),
    "no charset": (
        MINIMAL + 'charset = "hex"',
        f"source[0].charset: 'hex' is no character set; utf-8, gb18030 and big5 are the usual ones {AT} 4, id 'a')",
    ),
    "no time": (
        '[schedule]\ntimes = ["25:00"]',
        f"schedule.times[0]: '25:00' is no time of day; write it as 06:30, from 00:00 to 23:59 {AT} 2)",
    ),
    "no times": (
        "[schedule]\ntimes = []",
        f'schedule.times: is empty; name at least one time, such as ["06:30"] {AT} 2)',
    ),
    "no zone": (
        '[schedule]\ntimezone = "Beijing"',
        f"schedule.timezone: 'Beijing' is no time zone; write it as Asia/Shanghai {AT} 2)",
    ),
    "zone outside": (
        '[schedule]\ntimezone = "../x"',
        f"schedule.timezone: '../x' is no time zone; write it as Asia/Shanghai {AT} 2)",
    ),
    "no header": (
        MINIMAL + 'headers."X Y" = "1"',
        f"source[0].headers.X Y: is no header: a name of letters, digits and hyphens, a value of ASCII characters {AT} 4, id 'a')",
    ),
    "no mail address": (
        '[mail]\nhost = "h"\nsender = "me"\nrecipients = ["a@b.c"]',
        f"mail.sender: 'me' is no mail address; write it as zc@example.org {AT} 3)",
    ),
    "second header in an address": (
        '[mail]\nhost = "h"\nsender = "a@b.c"\nrecipients = ["a@b.c\\nBcc: x@y.z"]',
        f"mail.recipients[0]: 'a@b.c\\nBcc: x@y.z' is no mail address; write it as zc@example.org {AT} 4)",
    ),
    "nobody to tell": (
        '[mail]\nhost = "h"\nsender = "a@b.c"',
        f'mail.recipients: is missing or empty; name at least one address, such as ["zc@example.org"] {AT} 1)',
    ),
    "password": (
        '[mail]\nhost = "h"\npassword = "x"',
        "mail.password: does not belong in this file; set TRACKER_SMTP_USER and TRACKER_SMTP_PASSWORD in the environment "
        f"{AT} 3)",
    ),
    "address of a webhook": (
        '[[webhook]]\nname = "g"\nkind = "json"\nurl_env = "https://x.example/key"',
        "webhook[0].url_env: is the name of an environment variable, not the address: that is a secret "
        f"{AT} 4, name 'g')",
    ),
    # keys that do not go together
    "folder with url": (
        '[[source]]\nid = "a"\nkind = "folder"\npath = "in"\nurl = "https://a.b/"',
        f"source[0].url: does not go with kind = \"folder\"; the folder stands under path {AT} 5, id 'a')",
    ),
    "page with path": (
        MINIMAL + 'path = "in"',
        f"source[0].path: goes with kind = \"folder\" only, and this is a page {AT} 4, id 'a')",
    ),
    "page with list": (
        MINIMAL + 'list.row = "li"',
        f"source[0].list: goes with a list, and this is a page; add kind = \"list\" {AT} 1, id 'a')",
    ),
    "list with json": (
        MINIMAL + 'kind = "list"\njson.rows = "r"',
        f"source[0].json: goes with kind = \"json\", and this is a list {AT} 1, id 'a')",
    ),
    "query without parameter": (
        MINIMAL + 'kind = "list"\nlist.pages = "query"',
        'source[0].list.page_parameter: goes together with pages = "query", such as page_parameter = "pageNum" '
        f"{AT} 1, id 'a')",
    ),
}


@pytest.mark.parametrize(("text", "message"), MISTAKES.values(), ids=MISTAKES)
def test_mistake(tmp_path: Path, text: str, message: str) -> None:
    """One line: the place, what is wrong, how to mend it, file and line."""
    assert refusal(tmp_path, text) == message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[source]]\nid = a", "no TOML: Invalid value (at line 2, column 6); texts stand in quotes"),
        (
            'language = "zh"\nlanguage = "en"',
            "no TOML: Cannot overwrite a value (at end of document); the same key stands twice",
        ),
        (
            "[fetch]\n[fetch]",
            "no TOML: Cannot declare ('fetch',) twice (at line 2, column 7); the same table stands twice",
        ),
        ('a = "\\d"', "no TOML: Unescaped '\\' in a string (at line 1, column 8); write a pattern in single quotes"),
        ("[[source", "no TOML: "),
    ],
)
def test_no_toml(tmp_path: Path, text: str, words: str) -> None:
    """The parser's line and column, and the usual cause."""
    assert refusal(tmp_path, text).startswith(f"{tmp_path / 'sources.toml'}: {words}")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "no such file; name one with --config, or begin with a copy of the shipped sources.toml"),
        (lambda path: path.mkdir(), "is a folder, not a file; name the sources.toml inside it"),
        (lambda path: path.write_bytes("# 北京".encode("gbk")), "is not UTF-8 (byte 2); save it as UTF-8"),
        (
            lambda path: path.write_bytes(b"#" * 5_000_000),
            "has 5,000,000 bytes, far too many for a sources.toml; is it another file?",
        ),
    ],
    ids=["missing", "folder", "gbk", "huge"],
)
def test_unreadable_file(tmp_path: Path, make: object, words: str) -> None:
    """A missing file, a folder, another charset, another file."""
    path = tmp_path / "sources.toml"
    assert callable(make)
    make(path)
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    assert str(caught.value) == f"{path}: {words}"


VALUES = st.recursive(
    st.booleans()
    | st.integers(-(10**6), 10**6)
    | st.sampled_from(["x", "", "a@b.c", "06:30", "https://a.b/", "li", "("]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["row", "id", "x"]), inner, max_size=2),
    max_leaves=4,
)
KEYS = ["id", "url", "kind", "list", "json", "headers", "body", "mail", "fetch", "source", "webhook", "times", "store"]


def as_toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(as_toml, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {as_toml(inner)}" for key, inner in value.items()) + "}"
    return f'"{value}"' if isinstance(value, str) else str(value)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4),
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=5),
)
def test_any_toml_gives_a_config_or_one_line(tmp_path: Path, top: dict[str, object], source: dict[str, object]) -> None:
    """No file makes a traceback."""
    top.pop("source", None)
    lines = [f"{key} = {as_toml(value)}" for key, value in top.items()]
    lines += ["[[source]]", *(f"{key} = {as_toml(value)}" for key, value in source.items())]
    try:
        load(tmp_path, "\n".join(lines))
    except ConfigError as err:
        assert "\n" not in str(err)


# ── the shipped file and its description ─────────────────────────────────────────────────────────


def test_shipped_file() -> None:
    """It loads, watches the city and all but one of its districts, and leaves out the site that does not want robots."""
    config = load_config(ROOT / "sources.toml")
    regions = {source.region for source in config.enabled}
    districts = "东城、西城、朝阳、丰台、石景山、海淀、门头沟、房山、通州、昌平、大兴、平谷、怀柔、密云、延庆"
    assert {f"北京市{name}区" for name in districts.split("、")} < regions
    assert {"北京市", "北京经济技术开发区"} < regions
    assert "北京市顺义区" not in regions
    assert config.fetch.delay_s >= 1
    assert config.mail is None
    assert [source.url for source in config.sources if source.url.startswith("http:")] == [
        "http://www.bjchy.gov.cn/affair/file/qzffile/",
        "http://www.bjyq.gov.cn/yanqing/zwgk/zcwj91/index.shtml",
    ]


def test_mail_settings_of_the_shipped_file(tmp_path: Path) -> None:
    """With the marks taken away they load."""
    text = (ROOT / "sources.toml").read_text(encoding="utf-8")
    settings = "\n".join(
        line.removeprefix("# ") for line in text.splitlines() if re.match(r"# (\[mail\]|\w+ = )", line)
    )
    assert load(tmp_path, settings).mail is not None


@pytest.mark.parametrize("number", range(3))
def test_examples_of_the_description(tmp_path: Path, number: int) -> None:
    """Each TOML example in docs/sources.md loads."""
    examples = re.findall(r"```toml\n(.*?)```", (ROOT / "docs/sources.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == 3
    assert load(tmp_path, examples[number]).sources


@pytest.mark.parametrize(
    ("record", "prefix"),
    [
        (Source, ""),
        (ListRules, "list."),
        (JsonRules, "json."),
        (FetchSettings, ""),
        (MailSettings, ""),
        (Webhook, ""),
        (Schedule, ""),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_key_is_described(record: type, prefix: str) -> None:
    """docs/sources.md has a row for each key."""
    described = (ROOT / "docs/sources.md").read_text(encoding="utf-8")
    keys = {field.name for field in dataclasses.fields(record)} - {"list", "json"}
    assert [key for key in sorted(keys) if f"`{prefix}{key}`" not in described] == []
