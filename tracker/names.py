"""Names of documents: document numbers and titles, their normal form and when two are the same.

A document number (发文字号) has an issuer's short name, a year in 〔〕 and a serial: 京经信发〔2022〕162号
(GB/T 9704-2012, 7.2.5). Pages print it with any bracket and blanks.
"""

from __future__ import annotations

import re

from tracker.text import normal, squeeze

# 京经信发〔2022〕162号, 国科发规 [2023] 41 号, 通经信局(2024)140号, 国办发〔2024〕1号
DOC_NUMBER = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff]{1,14}?)\s*"
    r"[〔［【\[(（﹝]\s*(?P<year>(?:19|20)\d{2})\s*[〕］】\])）﹞]\s*"
    r"(?P<serial>第?\s*\d{1,5})\s*号"
)
# 令 and 公告 numbers: 北京市人民政府令第320号, 财政部令第6号, 2024年第3号
ORDER_NUMBER = re.compile(r"(?:[\u4e00-\u9fff]{2,20}(?:令|公告))?\s*(?:(?:19|20)\d{2}\s*年\s*)?第\s*\d{1,5}\s*号令?")

_STAGE_MARK = re.compile(
    r"[(（\[【〔]?\s*(?:公开)?(?:征求意见稿|征求意见|意见征集稿|征集意见稿|草案|送审稿|讨论稿|修订草案|修订稿|试行|暂行|"
    r"修订|修正|修改|(?:19|20)\d{2}年(?:修订|修正|修订版|版)|修订版|送审)(?:版|稿)?\s*[)）\]】〕]"
)
_WRAPPER = re.compile(r"(?:关于)?(?:印发|发布|公布|转发|下发|颁布|修订印发)(?P<rest>.+?)的?(?:通知|公告|通告|决定)$")


def doc_number_key(number: str | None) -> str | None:
    """One form for a document number however it is printed; None for none.

    >>> doc_number_key("京经信发 [2022] 162 号")
    '京经信发〔2022〕162号'
    """
    if not number:
        return None
    text = squeeze(number)
    match = DOC_NUMBER.search(text)
    if not match:
        return text or None
    return f"{match['issuer']}〔{match['year']}〕{int(re.sub(r'[^0-9]', '', match['serial']))}号"


def clean_title(title: str) -> str:
    """A title on one line: blanks between Chinese characters and Markdown bold removed, outer 《》 dropped.

    >>> clean_title("**若干 政策措施**")
    '若干政策措施'
    """
    text = title.replace("**", "").replace("\u200b", "")
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text)
    if text.startswith("《") and text.endswith("》") and text.count("《") == 1:
        text = text[1:-1]
    return text


def policy_title(title: str) -> str:
    """The policy's own title: of 《…》 in a notice 关于印发《…》的通知, without stage marks.

    >>> policy_title("北京市经济和信息化局关于印发《北京市促进若干措施（征求意见稿）》的通知")
    '北京市促进若干措施'
    >>> policy_title("北京市教育委员会关于印发建设项目管理办法的通知")
    '建设项目管理办法'
    """
    text = clean_title(title)
    quoted = re.search(r"(?:印发|发布|公布|转发|下发|颁布|修订)\s*《(?P<name>(?:[^《》]|《[^》]*》)+)》", text)
    if quoted:
        text = quoted["name"]
    else:
        wrapped = _WRAPPER.search(text)
        if wrapped and len(wrapped["rest"]) > 4:
            text = wrapped["rest"]
        about = re.search(r"(?:关于)?(?:对)?《(?P<name>(?:[^《》]|《[^》]*》)+)》(?:[(（].*?[)）])?(?:公开)?(?:征求|征集|征询)", text)
        if about:
            text = about["name"]
    return clean_title(_STAGE_MARK.sub("", text))


def title_key(title: str) -> str:
    """What two titles of the same policy share: the policy title in normal form, without 关于 in front and marks.

    >>> title_key("《关于支持产业的若干措施》(试行)") == title_key("支持产业的若干措施（试行）")
    True
    """
    text = policy_title(title)
    text = re.sub(r"^[《]?关于", "", text)
    return re.sub(r"[^\w]", "", normal(text).replace("〇", "0"))


def title_names(title: str) -> str:
    """`title` between 《》, as a citation prints it."""
    return f"《{clean_title(title)}》"
