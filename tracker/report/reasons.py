"""Why a source failed or a page could not be read, in the reader's language.

The stages say their reasons in English and the store keeps them so. A Chinese report says the same reason by a table
of sentences with {fields}; an address or title in front stays, and a reason inside a reason is said in Chinese too.
What the table does not know is printed as it is: a reason is never lost.

>>> reason_words("https://jxj.example/1.html: the page is gone (status 404)", "zh")
'https://jxj.example/1.html: 网页已不存在（状态码 404）'
>>> reason_words("3 of 9 addresses failed: what nobody has said before", "zh")
'9 个网址中有 3 个出错：what nobody has said before'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tracker.report.phrases import Lang

Row = tuple[str, str]

# What a field of a sentence may be; a field not named here is any text, and stays as it is
_FIELDS = {
    "n": r"-?[\d,.]+",
    "m": r"[\d,.]+",
    "size": r"[\d,]+ (?:bytes|KiB|MiB)",
    "most": r"[\d,]+ (?:bytes|KiB|MiB)",
    "url": r"\S+",
    "host": r"\S+",
    "format": r"\w+",
}

# What a sentence speaks of, where it may be one of several things
THINGS: tuple[Row, ...] = (
    ("a file", "文件"),
    ("a text", "文本"),
    ("an HTML page", "HTML 网页"),
    ("the file was saved by a Word before 97", "文件由 Word 97 之前的版本保存"),
    ("an RTF file", "RTF 文件"),
    ("a PNG picture", "PNG 图片"),
    ("a JPEG picture", "JPEG 图片"),
    ("a GIF picture", "GIF 图片"),
    ("a BMP picture", "BMP 图片"),
    ("a TIFF picture", "TIFF 图片"),
    ("a ZIP archive", "ZIP 压缩包"),
    ("a RAR archive", "RAR 压缩包"),
    ("a 7z archive", "7z 压缩包"),
    ("a gzip archive", "gzip 压缩包"),
    ("an Excel workbook", "Excel 工作簿"),
    ("a PowerPoint file", "PowerPoint 文件"),
    ("an SQLite database", "SQLite 数据库"),
    ("an Office file locked with a password", "加了密码的 Office 文件"),
    ("a binary file", "二进制文件"),
)

# In the order they are tried: an exact sentence before one with a field in its place. [s] may be missing
REASONS: tuple[Row, ...] = (
    # several addresses, attachments
    ("{n} of {m} addresses failed: {reason}", "{m} 个网址中有 {n} 个出错：{reason}"),
    ("its attachment: {reason}", "其附件：{reason}"),
    ("no reply", "没有答复"),
    (
        "the program failed on what stands there ({words}): please report it",
        "程序处理其内容时出错（“{words}”），请反馈给开发者",
    ),
    # statuses
    ("the page is gone (status {n})", "网页已不存在（状态码 {n}）"),
    ("refused by the site or its bot wall (status {n})", "被网站或其防护系统拒绝（状态码 {n}）"),
    ("asked too often (status {n})", "访问过于频繁（状态码 {n}）"),
    ("the server failed (status {n})", "服务器出错（状态码 {n}）"),
    ("no page (status {n})", "没有返回网页（状态码 {n}）"),
    # connections
    ("could not be asked", "无法访问"),
    ("no connection", "连接不上"),
    ("no connection in time", "连接超时"),
    ("no answer in time", "等待答复超时"),
    (
        "no secure connection; an old server may need legacy_tls = true",
        "无法建立加密连接；旧服务器可能需要设 legacy_tls = true",
    ),
    ("the proxy of this machine does not answer", "本机的代理没有答复"),
    ("the reply was cut off", "答复中途中断"),
    ("the reply's compression is broken", "答复的压缩数据已损坏"),
    ("answered with an error", "返回了错误"),
    ("redirects without end", "循环跳转，没有终点"),
    ("failed every time", "每次都失败"),
    ("is no whole address", "网址不完整"),
    ("is no http or https address", "不是 http 或 https 网址"),
    ("is no valid address", "不是有效的网址"),
    ("is no valid address, or redirects to none", "不是有效的网址，或跳转到无效的网址"),
    (
        "has a header that cannot be sent; see headers in sources.toml",
        "有无法发送的请求头；请检查 sources.toml 中的 headers",
    ),
    ("this machine's proxy setting is no valid address", "本机的代理设置不是有效的网址"),
    ("no such host, or no name server", "域名不存在，或域名服务器没有答复"),
    ("the connection broke off", "连接中断"),
    # requests
    (
        "more than {n} redirects, the last to {url}; open the address in a browser and watch the one it ends at",
        "跳转超过 {n} 次，最后到 {url}；请用浏览器打开该地址，改为跟踪最终的地址",
    ),
    (
        "{host} asks to be left alone for {n} s, longer than max_wait_s; run again later, or raise delay_s",
        "{host} 要求 {n} 秒内不再访问，超过 max_wait_s；请稍后再运行，或调大 delay_s",
    ),
    ("not asked, {host} failed {n} times in a row ({reason})", "未访问，{host} 已连续 {n} 次失败（{reason}）"),
    ("came in a compression that was not asked for ({names})", "答复用了未请求的压缩方式（{names}）"),
    (
        "{n} bytes came in {m} s and the reply had not ended; raise total_s if the file is large",
        "{m} 秒内收到 {n} 字节，答复仍未结束；文件若很大，请调大 total_s",
    ),
    ("the reply has more than {n} bytes; raise max_bytes to read it", "答复超过 {n} 字节；要读取请调大 max_bytes"),
    (
        "{host} does not want robots here (robots.txt); set enabled = false, or robots = false once the site has "
        "agreed",
        "{host} 的 robots.txt 不允许自动访问此处；请设 enabled = false，取得网站同意后可设 robots = false",
    ),
    ("redirects into the local net ({url}); not followed", "跳转到本地网络（{url}），未跟随"),
    ("redirects to {url}, which is no http or https address", "跳转到 {url}，不是 http 或 https 网址"),
    # replies that are not the page
    ("the reply is empty", "答复是空的"),
    ("a web page came instead of the file", "返回的是网页，不是文件"),
    ("a login page came instead", "返回的是登录页"),
    ("sent on to an error page, {url}", "被转到错误页 {url}"),
    ("sent on to a home page, {url}; the page has moved or is gone", "被转到首页 {url}；网页已迁移或撤下"),
    (
        "a script challenge of a bot wall came instead of the page",
        "返回的是防护系统的脚本验证，不是网页",
    ),
    (
        "only sends the browser on to {url}; watch that address instead",
        "只把浏览器转到 {url}；请改为跟踪那个地址",
    ),
    ("has its text in a frame; watch the frame's address instead", "正文在框架内；请改为跟踪框架的地址"),
    (
        "has no text without its scripts; look for the address its text is loaded from",
        "不运行脚本就没有正文；请查找正文的加载地址",
    ),
    ("has no text", "没有文字"),
    ("a bot wall answers instead of the page: “{words}”", "答复的是防护系统，不是网页：“{words}”"),
    ("an error text stands there with status 200: “{words}”", "该处是错误提示（状态码 200）：“{words}”"),
    ("no text was found; see body in sources.toml", "没有找到正文；请检查 sources.toml 中的 body"),
    (
        "only {n} of {m} characters are left; it now begins “{words}”",
        "原有 {m} 字只剩 {n} 字；现在的开头是“{words}”",
    ),
    ("breaks off before its end", "文件不完整，结尾缺失"),
    ("only {n} of {m} characters are left and breaks off: “{words}”", "原有 {m} 字只剩 {n} 字，结尾中断：“{words}”"),
    # lists, feeds, JSON
    ("the list is empty; it had {n} rows before", "列表是空的，此前有 {n} 行"),
    ("the list has {n} bytes, far too many for one; see url", "列表有 {n} 字节，远超一般列表；请检查 url"),
    (
        "the page has elements nested more than {n} deep; it is broken, or no list",
        "网页的元素嵌套超过 {n} 层；网页已损坏，或不是列表",
    ),
    ("the page has more than {n} records; it is broken, or no list", "网页的记录超过 {n} 条；网页已损坏，或不是列表"),
    (
        "no list was recognised on the page; name its rows in list.row",
        "网页上没有识别出列表；请在 list.row 中写明行的选择器",
    ),
    (
        "no row matches {selector}; the page may have a new layout, see list.row",
        "没有行符合 {selector}；版面可能已改，请检查 list.row",
    ),
    (
        "{n} rows match {selector}, none has a link that can be followed; see list.link",
        "有 {n} 行符合 {selector}，但都没有可打开的链接；请检查 list.link",
    ),
    ("the reply is no XML; a feed was expected, see kind", "答复不是 XML；此处应为订阅源，请检查 kind"),
    (
        "the feed has no items (its outermost element is <{element}>); see url and kind",
        "订阅源没有条目（最外层元素是 <{element}>）；请检查 url 和 kind",
    ),
    ("the reply is no JSON; see url and kind", "答复不是 JSON；请检查 url 和 kind"),
    ("json.rows = {names} names no list of rows; see json.rows", "json.rows = {names} 所指不是列表；请检查 json.rows"),
    ("the reply holds no list of rows; see json.rows", "答复中没有列表；请检查 json.rows"),
    (
        "{n} rows, none with an address and a title; name them in json.url and json.title ({names})",
        "有 {n} 行，都没有网址和标题；请在 json.url 和 json.title 中写明字段（{names}）",
    ),
    ("{n} items, none with an address and a title", "有 {n} 个条目，都没有网址和标题"),
    # folders
    ("no such folder; see path of source {source}", "没有这个文件夹；请检查来源 {source} 的 path"),
    ("cannot be read: {detail}", "无法读取：{detail}"),
    ("the folder {path} has no files", "文件夹 {path} 中没有文件"),
    ("lies outside the folder {path} of source {source}", "不在来源 {source} 的文件夹 {path} 之内"),
    ("has more than {n} bytes; raise max_bytes to read it", "超过 {n} 字节；要读取请调大 max_bytes"),
    ("the file is gone", "文件已不存在"),
    ("the file is empty", "文件是空的"),
    ("source {source} has no folder; add path", "来源 {source} 没有文件夹；请加上 path"),
    ("has more than {n} files; name a smaller folder", "文件超过 {n} 个；请指定较小的文件夹"),
    # pages without a document
    ("the site says it is under maintenance: {words}", "网站称正在维护：{words}"),
    ("the page says that the document does not exist: {words}", "网页称文件不存在：{words}"),
    ("a firewall answered instead of the page: {words}", "答复的是防火墙，不是网页：{words}"),
    ("the site asks for a browser check or a code: {words}", "网站要求浏览器验证或验证码：{words}"),
    ("the site reports an error of its server: {words}", "网站提示服务器出错：{words}"),
    ("the site asks to log in: {words}", "网站要求登录：{words}"),
    ("the page is made of frames and has no text of its own", "网页由框架组成，本身没有正文"),
    ("the page only forwards to another one ({words})", "网页只是跳转到另一网页（{words}）"),
    (
        "the page is a script that sets a cookie or forwards: a browser check, not the document",
        "网页只是写入 cookie 或跳转的脚本：是浏览器验证，不是文件",
    ),
    ("the page has no text, only {n} picture[s]", "网页没有文字，只有 {n} 张图片"),
    ("the page has no text", "网页没有文字"),
    ("the page is empty", "网页是空的"),
    ("the page has no text of its own, only attachments: {names}", "网页本身没有正文，只有附件：{names}"),
    ("the page has fewer than {n} Chinese characters: no policy text", "网页的汉字不足 {n} 个：不是政策文本"),
    (
        "a digest of {n} measures quoted from {m} policies, itself none: try tracker verify",
        "是摘引 {m} 件政策、共 {n} 项措施的汇编，本身不是政策：可用 tracker verify 核对",
    ),
    ("a list of {n} rows with dates, no policy text", "是有 {n} 行日期的列表，不是政策文本"),
    (
        "the page has no sentence and no numbered clause: no policy text",
        "网页没有完整的句子，也没有编号条款：不是政策文本",
    ),
    ("an explanation of a policy (解读), no policy", "是政策解读，不是政策"),
    # files
    ("{thing} is not a text that can be read as a policy", "{thing}不能读作政策文本"),
    ("{thing} of {size} is over the limit of {most}", "{thing}有 {size}，超过上限 {most}"),
    ("reading it took longer than {n} seconds", "读取超过 {n} 秒"),
    ("no process could be started to read it ({detail})", "无法启动读取进程（{detail}）"),
    ("reading it needed more than {size} of memory", "读取所需内存超过 {size}"),
    ("the reader broke down on it (signal {n})", "读取程序中途崩溃（信号 {n}）"),
    ("the reader broke down on it (code {n})", "读取程序中途崩溃（代码 {n}）"),
    ("the reader broke down on it ({detail})", "读取程序中途崩溃（{detail}）"),
    ("the page holds no HTML that can be read: {detail}", "网页没有可读的 HTML：{detail}"),
    (
        "the page nests more than {n} elements in each other; what stands behind them cannot be read",
        "网页的元素嵌套超过 {n} 层；其后的内容无法读取",
    ),
    ("the selector {selector} is no CSS selector: {detail}", "选择器 {selector} 不是 CSS 选择器：{detail}"),
    ("the file holds only blanks", "文件只有空白"),
    ("a {format} of {n} members is over the limit of {m}", "{format} 文件有 {n} 个成员，超过上限 {m}"),
    ("a {format} that unpacks to {size} is over the limit of {most}", "{format} 文件解压后有 {size}，超过上限 {most}"),
    ("a {format} that unpacks to more than {size}", "{format} 文件解压后超过 {size}"),
    ("the {format} is incomplete: it has no {member}", "{format} 文件不完整：缺少 {member}"),
    ("the {format} is locked with a password", "{format} 文件加了密码"),
    (
        "the {format} is damaged: {member} cannot be unpacked ({detail})",
        "{format} 文件损坏：{member} 无法解压（{detail}）",
    ),
    ("the {format} is damaged: {member} is no XML ({detail})", "{format} 文件损坏：{member} 不是 XML（{detail}）"),
    (
        "the {format} declares entities in {member}, which no such file needs; it is not read",
        "{format} 文件在 {member} 中声明了实体，正常文件不需要；未读取",
    ),
    (
        "the DOCX is in the strict form, which is not read; save it as an ordinary .docx",
        "DOCX 文件是 Strict 格式，无法读取；请另存为普通的 .docx",
    ),
    ("the DOCX has no body", "DOCX 文件没有正文部分"),
    ("the DOCX has no text, only {n} pictures", "DOCX 文件没有文字，只有 {n} 张图片"),
    ("the DOCX has no text", "DOCX 文件没有文字"),
    ("the {format} holds more than {n} characters of text", "{format} 文件的文字超过 {n} 字"),
    ("the Word 97 file holds more than {n} characters of text", "Word 97 文件的文字超过 {n} 字"),
    ("the Word 97 file has no text", "Word 97 文件没有文字"),
    ("the Word 97 file is locked with a password", "Word 97 文件加了密码"),
    ("the Word 97 file is damaged or cut off", "Word 97 文件损坏或不完整"),
    ("the Word 97 file is damaged: it has no piece table", "Word 97 文件损坏：没有文字分段表"),
    ("the Word 97 file is damaged: its sectors have no valid size", "Word 97 文件损坏：扇区大小无效"),
    ("the Word 97 file is damaged: it has no {member} stream", "Word 97 文件损坏：缺少 {member} 流"),
    ("the Word 97 file is damaged: a chain of its sectors runs in a circle", "Word 97 文件损坏：扇区链首尾相接"),
    ("the file was saved by a Word before 97", "文件由 Word 97 之前的版本保存"),
    (
        "{thing}: install LibreOffice to read it, or save it as .docx",
        "{thing}：请安装 LibreOffice 读取，或另存为 .docx",
    ),
    ("{thing}: LibreOffice could not convert it ({detail})", "{thing}：LibreOffice 无法转换（{detail}）"),
    ("the OFD is incomplete: OFD.xml names no document", "OFD 文件不完整：OFD.xml 没有指明文档"),
    ("the OFD is encrypted", "OFD 文件已加密"),
    (
        "a scan: {n} pages of pictures without text; the extra `ocr` does not read OFD, ask for the PDF",
        "扫描件：{n} 页图片，没有文字；附加组件 `ocr` 不读 OFD，请索取 PDF",
    ),
    ("an OFD of {n} pages is over the limit of {m}", "OFD 文件有 {n} 页，超过上限 {m}"),
    ("the PDF has no pages", "PDF 文件没有页面"),
    ("a PDF of {n} pages is over the limit of {m}", "PDF 文件有 {n} 页，超过上限 {m}"),
    ("the PDF is damaged: none of its pages can be read", "PDF 文件损坏：没有一页可以读取"),
    ("the PDF is damaged: {detail}", "PDF 文件损坏：{detail}"),
    ("the {format} is damaged or cut off: {detail}", "{format} 文件损坏或不完整：{detail}"),
    (
        "a scan: {n} page[s] of pictures without a text layer; the extra `ocr` reads it",
        "扫描件：{n} 页图片，没有文字层；安装附加组件 `ocr` 后可读",
    ),
    (
        "a scan: {n} page[s] of pictures without a text layer, over the limit of {m} for `ocr`",
        "扫描件：{n} 页图片，没有文字层，超过 `ocr` 的上限 {m} 页",
    ),
    (
        "a scan: {n} page[s] of pictures without a text layer; `ocr` found no text in them",
        "扫描件：{n} 页图片，没有文字层；`ocr` 没有认出文字",
    ),
    # what was read, but not all of it
    ("text of deleted revisions is left out", "未计入修订中已删除的文字"),
    ("{n} bytes are no {charset} characters and stand as \ufffd", "有 {n} 个字节不是 {charset} 字符，以 \ufffd 代替"),
    ("cut behind the text: {words}", "正文之后已截去：{words}"),
    (
        "nearly all of the text is links: a list of pages rather than a document",
        "文字几乎都是链接：是网页列表，不是文件",
    ),
    ("pages that cannot be read: {words}", "无法读取的页：{words}"),
    ("{n} of {m} pages have no text layer", "{m} 页中有 {n} 页没有文字层"),
    (
        "read from pictures: check figures against them; {n} lines are doubtful",
        "由图片识别：数字请与图片核对；有 {n} 行存疑",
    ),
    ("read from pictures: check figures against them", "由图片识别：数字请与图片核对"),
    # what a trial of the sources found
    ("{n} entries listed", "列出 {n} 个条目"),
    ("a digest of {n} measures", "是有 {n} 项措施的汇编"),
    ("{n} documents, {m} clauses read ({reader})", "读出 {n} 件文件、{m} 条（{reader}）"),
    # reading snapshots anew
    (
        "today's readers find no such document in the snapshot; kept as it was",
        "现在的读取程序在快照中找不到这份文件；保持原样",
    ),
    ("the version names no snapshot; kept as it was", "该版本没有对应的快照；保持原样"),
    # the cause of a broken connection behind what broke; last, as others have brackets of their own
    ("{known} ({detail})", "{known}（{detail}）"),
)

# The words of the system and the libraries, where they are few; others are quoted
DETAILS: tuple[Row, ...] = (
    ("certificate verify failed: certificate has expired", "证书已过期"),
    ("certificate verify failed: certificate is not yet valid", "证书尚未生效"),
    ("certificate verify failed: self{dash}signed certificate", "证书是自签的"),
    ("certificate verify failed: self{dash}signed certificate in certificate chain", "证书链中有自签证书"),
    ("certificate verify failed: unable to get local issuer certificate", "证书的签发者不可信或证书链不完整"),
    ("certificate verify failed: unable to verify the first certificate", "证书的签发者不可信或证书链不完整"),
    ("certificate verify failed: hostname mismatch, certificate is not valid for {host}", "证书不适用于 {host}"),
    ("certificate verify failed: ip address mismatch, certificate is not valid for {host}", "证书不适用于 {host}"),
    ("certificate verify failed: {words}", "证书验证失败：“{words}”"),
    ("certificate verify failed", "证书验证失败"),
    ("failed to resolve", "域名无法解析"),
    ("connection refused", "连接被拒绝"),
    ("unreachable", "网络不可达"),
    ("permission denied", "没有权限"),
    ("no such file or directory", "没有这个文件或文件夹"),
    ("is a directory", "是一个文件夹"),
    ("not a directory", "不是文件夹"),
    ("file name too long", "文件名太长"),
    ("input/output error", "磁盘读写出错"),
    ("too many open files", "打开的文件太多"),
    ("cannot allocate memory", "内存不足"),
    ("argument list too long", "参数太长"),
    ("resource temporarily unavailable", "系统资源暂时不足"),
    ("failed to load document (PDFium: {detail})", "{detail}"),
    ("unknown error", "未知错误"),
    ("file access error", "无法读取文件"),
    ("data format error", "格式错误"),
    ("unsupported security scheme error", "加密方式不受支持"),
    ("page not found or content error", "页面缺失或内容错误"),
    ("failed to load page", "页面无法打开"),
    ("failed to load text page", "页面文字无法读取"),
    ("file is not a zip file", "不是 ZIP 文件"),
    ("bad magic number for central directory", "目录损坏"),
    ("truncated central directory", "目录不完整"),
    ("bad offset for central directory", "目录位置错误"),
    ("bad magic number for file header", "文件头损坏"),
    ("truncated file header", "文件头不完整"),
    ("bad CRC-32 for file {member}", "{member} 的校验和不符"),
    ("zipfiles that span multiple disks are not supported", "不支持分卷的 ZIP"),
    ("error {n} while decompressing data: {words}", "解压出错：“{words}”"),
    ("document is empty", "没有内容"),
    ("command {words} returned non-zero exit status {n}", "程序返回代码 {n}"),
    ("command {words} died with {words2}", "程序中途崩溃"),
    ("command {words} timed out after {n} seconds", "超过 {n} 秒没有完成"),
)
_UNITS = {"bytes": "字节"}
# The stages' reasons have one or two lines; what is longer came from elsewhere and is not taken apart
_LONGEST = 2000


def reason_words(text: str, lang: Lang) -> str:
    """A stored reason in the reader's language; English, and a reason nobody has put into Chinese, as it is.

    Args:
        text: As a stage said it: "https://…: the reply is empty". May hold other reasons: "2 of 5 addresses failed: …".

        lang: The reader's.
    """
    if lang == "en" or len(text) > _LONGEST:
        return text
    return _said(text) or text


def _said(text: str) -> str | None:
    """`text` in Chinese: as a whole, behind addresses or titles, or as several parts; None where it is not known."""
    front, rest = "", text
    while True:
        known = _by_table(rest, REASONS) or _parts(rest)
        if known is not None:
            return front + known
        head, colon, rest = rest.partition(": ")
        if not colon:
            return None
        front += f"{head}: " if head.isascii() else f"{head}："


def _parts(text: str) -> str | None:
    """Several sentences in a row; None where one of them is not known."""
    parts = [_by_table(part, REASONS) for part in text.split("; ")]
    known = [part for part in parts if part is not None]
    return "；".join(known) if len(known) == len(parts) else None


def _by_table(text: str, rows: Sequence[Row]) -> str | None:
    for pattern, template in _compiled(rows):
        match = pattern.fullmatch(text)
        values = _filled(match) if match else None
        if values is not None:
            return template.format(**values)
    return None


def _filled(match: re.Match[str]) -> dict[str, str] | None:
    """The fields of a sentence in Chinese; None where one that must be known is not."""
    values = {name: value or "" for name, value in match.groupdict().items()}
    for name, value in values.items():
        match name:
            case "reason":
                values[name] = _said(value) or value
            case "detail":
                values[name] = _by_table(value.rstrip(" ."), DETAILS) or f"“{value}”"
            case "thing":
                values[name] = dict(THINGS).get(value, f"{value} 文件")
            case "size" | "most":
                values[name] = " ".join(_UNITS.get(word, word) for word in value.split())
            case "known":
                known = _by_table(value, REASONS)
                if known is None:
                    return None
                values[name] = known
    return values


@cache
def _compiled(rows: Sequence[Row]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(english), chinese) for english, chinese in rows)


def _pattern(english: str) -> re.Pattern[str]:
    """The sentence as a pattern: each {field} a group, [s] a letter that may be missing."""
    parts = re.split(r"\{(\w+)\}", english)
    fixed = [re.escape(part).replace(r"\[s\]", "s?") for part in parts[0::2]]
    groups = [f"(?P<{name}>{_field(name)})" for name in parts[1::2]]
    return re.compile("".join(a + b for a, b in zip(fixed, [*groups, ""], strict=True)), re.DOTALL | re.IGNORECASE)


def _field(name: str) -> str:
    if name == "thing":
        names = "|".join(re.escape(english) for english, _ in THINGS)
        return rf"{names}|[\w.+-]+/[\w.+-]+"
    return _FIELDS.get(name, ".*?")
