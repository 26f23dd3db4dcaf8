"""Which place a document is of: the country, a province or city, a municipality's district.

Read from the most telling text first: an address printed with it, its issuers, its title, the site. Beijing's
districts are known by their everyday names too; elsewhere the place is read as it is printed (X省Y市Z区).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker.text import squeeze

NATION = "全国"
CAPITAL = "北京市"
DISTRICTS = (
    "东城区", "西城区", "朝阳区", "丰台区", "石景山区", "海淀区", "门头沟区", "房山区",
    "通州区", "顺义区", "昌平区", "大兴区", "怀柔区", "平谷区", "密云区", "延庆区",
)  # fmt: skip
ETOWN = "北京经济技术开发区"
# Everyday names of places, longest first where one holds another. 中关村 alone is run by the city.
_EVERYDAY = (
    ("北京经济技术开发区", ETOWN),
    ("亦庄新城", ETOWN),
    ("北京亦庄", ETOWN),
    ("亦庄", ETOWN),
    ("北京经开区", ETOWN),
    ("经开区管委会", ETOWN),
    ("北京城市副中心", CAPITAL + "通州区"),
    ("城市副中心", CAPITAL + "通州区"),
    ("副中心", CAPITAL + "通州区"),
    ("怀柔科学城", CAPITAL + "怀柔区"),
    ("未来科学城", CAPITAL + "昌平区"),
    ("中关村科学城", CAPITAL + "海淀区"),
    ("丽泽金融商务区", CAPITAL + "丰台区"),
    ("运河商务区", CAPITAL + "通州区"),
    ("北京商务中心区", CAPITAL + "朝阳区"),
    ("中关村", CAPITAL),
    ("首都", CAPITAL),
    ("京津冀", ""),  # names three places: none
)
_PROVINCES = (
    "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南",
    "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海",
)  # fmt: skip
_REGIONS = {
    "内蒙古": "内蒙古自治区", "广西": "广西壮族自治区", "西藏": "西藏自治区", "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区", "上海": "上海市", "天津": "天津市", "重庆": "重庆市",
}  # fmt: skip
_PROVINCE = re.compile(
    "(?P<p>" + "|".join(_PROVINCES) + ")(?:省)?|(?P<r>" + "|".join(_REGIONS) + ")(?:壮族|回族|维吾尔)?(?:自治区|市)?"
)
_CITY = re.compile(r"(?P<c>[\u4e00-\u9fff]{2,5}?(?:自治州|地区|盟|市))(?![场民政级区容值域县内])")
_COUNTY = re.compile(r"(?P<d>[\u4e00-\u9fff]{1,5}?(?:新区|区|县|旗|市))(?![级域内别间块])")
_NO_COUNTY = (
    "园区",
    "开发区",
    "辖区",
    "示范区",
    "社区",
    "地区",
    "试验区",
    "市辖区",
    "各区",
    "全区",
    "我区",
    "本区",
    "自贸区",
    "功能区",
)
# a district's bare name is believed in the name of an office
_OFFICE = re.compile(r"(?:人民政府|人民代表大会|委|政府|[\u4e00-\u9fff、]{2,16}(?:局|委员会|办公室)$)")
# 市 that ends no city's name at the beginning of a title
_NO_CITY = re.compile(r".*(?:城市|股市|超市|都市|上市|本市|全市|我市|各市|门市|区市|县市)$")
_NATIONAL = re.compile(
    r"(?:中华人民共和国|国务院|中共中央|中央|全国|国家|最高人民|财政部|教育部|科学技术部|科技部|工业和信息化部|公安部|民政部|司法部|人力资源社会保障部|"
    r"自然资源部|生态环境部|住房城乡建设部|住房和城乡建设部|交通运输部|水利部|农业农村部|商务部|文化和旅游部|应急管理部|退役军人事务部|外交部|国防部|"
    r"中国人民银行|审计署|海关总署|税务总局|市场监管总局|金融监管总局|中国证监会|证监会)"
)
_ADDRESS = re.compile(r"\[地址[:：](?P<place>[^\]]{2,30})\]")
_PREFIX = re.compile(r"^(?:关于|印发|中共|《|\d{4}年度?|支持|推动|促进|对|精准)+")


def find_region(*, address: str | None, named: Iterable[str], near: Iterable[str]) -> str | None:
    """
    The place of a document; None where no text tells.

    Args:
        address: what an address mark printed, 北京石景山.

        named: texts that begin with the place if they name one (issuers, titles), most telling first.

        near: texts that hold an everyday name of a place somewhere (titles).
    """
    if address:
        return place_of(address, inside=True)
    for text in named:
        place = place_of(text)
        if place:
            return place
    return next((place for text in near if (place := _everyday(squeeze(text)))), None)


def address_of(text: str) -> str | None:
    """The place in [地址:…]; None where there is none.

    >>> address_of("[地址:北京石景山区]面议…")
    '北京石景山区'
    """
    match = _ADDRESS.search(text)
    return match["place"] if match else None


def place_of(text: str, *, inside: bool = False) -> str | None:
    """The place that `text` begins with (or, `inside`, holds).

    >>> place_of("北京石景山"), place_of("海淀区商务局"), place_of("浙江省示例市民政局"), place_of("国务院办公厅")
    ('北京市石景山区', '北京市海淀区', '浙江省示例市', '全国')
    """
    bare = _PREFIX.sub("", squeeze(text))
    everyday = _everyday(bare) if inside else _everyday(bare, start=True)
    if everyday:
        return everyday
    if re.match(r"北京市?", bare):
        return _district(re.sub(r"^北京市?", "", bare)) or CAPITAL
    return _district(bare) or (NATION if _NATIONAL.match(bare) else None) or _elsewhere(bare)


def complete_region(place: str | None, around: str | None) -> str | None:
    """`place`, put into the region `around` it where it is a district's or county's bare name.

    >>> complete_region("示例区", "示例市"), complete_region("示例区", "示例市示例区"), complete_region(None, "示例市")
    ('示例市示例区', '示例市示例区', '示例市')
    """
    if place is None or around is None:
        return place or around
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,6}(?:区|县|旗)", place) or around.startswith(place):
        return place
    return around if around.endswith(place) else around + place


def _everyday(bare: str, *, start: bool = False) -> str | None:
    hits = [(bare.find(name), -len(name), place) for name, place in _EVERYDAY if name in bare]
    hits = [hit for hit in hits if hit[0] <= (2 if start else len(bare))]
    if not hits:
        return None
    place = min(hits)[2]
    if place == CAPITAL:  # 中关村科技园区石景山园管理委员会
        return next((CAPITAL + name for name in DISTRICTS if re.search(f"{name[:-1]}(?:区|园)", bare)), CAPITAL)
    return place or None


def _district(bare: str) -> str | None:
    for name in DISTRICTS:
        if bare.startswith(name) or bare == name[:-1] or re.match(f"{name[:-1]}(?:园|分局)", bare):
            return CAPITAL + name
    return None


def _elsewhere(bare: str) -> str | None:
    province = _PROVINCE.match(bare)
    parts = []
    rest = bare
    if province:
        parts.append(province["p"] + "省" if province["p"] else _REGIONS[province["r"]])
        rest = bare[province.end() :]
    city = _CITY.match(rest)
    if city and not _NO_CITY.match(city["c"]):
        parts.append(city["c"])
        rest = rest[city.end() :]
    county = _COUNTY.match(rest)
    alone = county and not county["d"].endswith("市") and _OFFICE.match(rest[county.end() :])
    if county and not county["d"].endswith(_NO_COUNTY) and (parts or alone):
        parts.append(county["d"])
    return "".join(parts) or None
