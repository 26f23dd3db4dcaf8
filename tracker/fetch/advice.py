"""What a person should do about a source that failed."""

from __future__ import annotations

from tracker.errors import BlockedError, ConfigError, FaultError, FetchError, GoneError, SuspectPageError, TrackerError


def advice(error: TrackerError, lang: str = "zh") -> str:
    """What a person should do about a source that failed, in the reader's language."""
    return _ADVICE[_advice_key(error)][0 if lang == "zh" else 1]


def _advice_key(error: TrackerError) -> str:
    if isinstance(error, GoneError):
        return "gone"
    if isinstance(error, BlockedError):
        return "blocked"
    if isinstance(error, SuspectPageError):
        return _suspect_key(str(error))
    if isinstance(error, FetchError):
        return _fetch_key(str(error), error.transient, error.status)
    if isinstance(error, FaultError):
        return "fault"
    return "config" if isinstance(error, ConfigError) else "read"


def _suspect_key(message: str) -> str:
    keys = {
        "home page": "gone",
        "characters are left": "shorter",
        "list": "list",
        "no row": "list",
        "sends the": "moved",
    }
    return next((key for words, key in keys.items() if words in message), "suspect")


def _fetch_key(message: str, transient: bool, status: int | None) -> str:
    if "robots" in message:
        return "robots"
    if "legacy_tls" in message:
        return "tls"
    if status == 429:
        return "slower"
    return "later" if transient else "fetch"


_ADVICE = {
    "gone": (
        "用浏览器打开该地址；若页面已迁移，请在 sources.toml 中改为新地址，若确已撤下，设 enabled = false。",
        "Open the address in a browser; if the page moved, put its new address into sources.toml, if it was withdrawn, "
        "set enabled = false.",
    ),
    "blocked": (
        "网站拦截了自动访问：请勿加快或反复重试；可调大 delay_s，隔夜再看；持续如此请与网站联系或改用其他公开地址。",
        "The site keeps automatic readers out: do not try more often; raise delay_s and wait for the next night; if it "
        "lasts, ask the site or watch another public address.",
    ),
    "shorter": (
        "用浏览器核对原文；若确已改短，为该来源设 min_share = 0 运行一次，再恢复。",
        "Compare with the page in a browser; if it really became so short, run once with min_share = 0 for the source.",
    ),
    "list": (
        "用浏览器打开列表；若仍有条目，说明版面已改，请修改 list.row（可先删除该行，由程序自动识别）。",
        "Open the list in a browser; if it has entries, its layout changed: mend list.row, or take it out to have the "
        "rows found automatically.",
    ),
    "moved": (
        "该地址只负责跳转：请把跳转后的地址写入 sources.toml。",
        "The address only sends the browser on: put the address it ends at into sources.toml.",
    ),
    "suspect": (
        "用浏览器打开该地址核对；若是网站故障，等待恢复即可，此前的版本保持不变。",
        "Open the address in a browser; if the site is out of order, wait: the last good version stands until then.",
    ),
    "robots": (
        "该网站的 robots.txt 不允许自动访问：设 enabled = false；取得网站同意后可设 robots = false。",
        "The site's robots.txt does not allow it: set enabled = false, or robots = false once the site has agreed.",
    ),
    "tls": (
        "若网站只支持旧版加密，为该来源设 legacy_tls = true；若证书无效，请与网站联系。",
        "If the server knows only old encryption, set legacy_tls = true for this source; if its certificate is "
        "invalid, tell the site.",
    ),
    "slower": (
        "访问过于频繁：调大 [fetch] 中的 delay_s，或增大该来源的 recheck_days。",
        "Asked too often: raise delay_s under [fetch], or recheck_days for this source.",
    ),
    "later": (
        "多为暂时故障，下次运行会再试；若连续数夜如此，请检查地址与网络。",
        "Most likely for the moment only; the next run tries again. If it lasts for nights, check address and network.",
    ),
    "fetch": (
        "检查 sources.toml 中的地址与请求设置，并用浏览器打开核对。",
        "Check the address and its settings in sources.toml, and open it in a browser.",
    ),
    "fault": (
        "这是程序的缺陷：该页此前的版本保持不变，程序修正后会自动重读。",
        "A defect of the program: the last good version stands, and the page is read again once the program is mended.",
    ),
    "config": ("按提示修改 sources.toml。", "Mend sources.toml as the message says."),
    "read": (
        "文件无法读作政策文本：打开原文件核对，必要时为该来源设置 body 选择器。",
        "The file does not read as policy text: open it and compare; a body selector may be needed for this source.",
    ),
}
