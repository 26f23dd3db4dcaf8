"""The wording of repeals: verbs of ending, and what may stand between a verb and the documents it ends.

All patterns read a text whose named documents are marks (`mentions.mark`), without blanks.
"""

from __future__ import annotations

import re

from tracker.meaning.mentions import MARK
from tracker.text import CHINESE_NUMERAL, LazyPattern

SENTENCE_END = "。；;！!？?"

# What ends a document. Nothing may follow that makes it a condition, a plan or a noun: 废止的, 失效后, 废止案
VERB = LazyPattern(
    r"(?:废止|废除|作废|失效|失去(?:法律)?效力|(?<=同时)终止|(?:停止|终止)(?:执行|实施|施行|适用|使用)|"
    r"不再(?:继续)?(?:执行|实施|施行|适用|有效|沿用)|不再具有(?:法律)?效力|不再作为(?:行政)?(?:管理|执法|审批)的?依据)"
    rf"(?!的|了|后|前|以(?![下上])|之|时|或|和|及|与|而|情|于|案|期|职|执行|程序|手续|原因|决定|[、](?!{MARK}))"
)
# Every verb of ending holds one of these characters, wherever its line is wrapped: most texts hold none
VERB_STEM = re.compile("[废失终停再]")
# Only these take an object behind them (失效《A》 is no Chinese)
TRANSITIVE = LazyPattern(
    r"废止|废除|(?:停止|终止)(?:执行|实施|施行|适用)|不再(?:继续)?(?:执行|实施|适用)|宣布(?:失效|作废)"
)

COUNT = rf"(?:\d+|{CHINESE_NUMERAL}+)"
_BRACKETED = rf"[（(]{COUNT}[)）]"
_REF = (
    rf"(?:第{COUNT}(?:[、和至到]第?{COUNT})*(?:编|章|节|条(?:之{COUNT})?|款|项|目|部分|点|段)|第{_BRACKETED}(?:项|目|款|点|条)?|"
    rf"{_BRACKETED}(?:项|目|款|点)|附[件表录](?:\d(?=\d\d?[.．]{MARK})|{COUNT})?|{COUNT}[.、](?={_BRACKETED}))"
)
# 附件2 in a list squeezed: 附件23.《乙》.
# A bracketed number alone is a reference only behind another one (第一条（二）); else, and before a title, it opens the
# next item of a list
_CHAIN = rf"{_REF}(?:{_REF}|{_BRACKETED}(?!{MARK}))*"
REFS = rf"{_CHAIN}(?:(?:[、，,和及与至到]|以及)*{_CHAIN})*"
# A part of the document before it. `refs` is 第三条、第五条第二款, without what these say (规定的…标准);
# `topic` is 有关…的规定 where no clause is named, or all but a clause: 除第三条外.
_SAYING = r"(?:规定|内容|条款|条文|部分|标准|政策|措施|要求|比例|数额|程序)"
PART = (
    rf"(?:(?:中|里|内)?的?(?P<refs>{REFS})(?:(?:中|所)?(?:规定)?的?(?:有关|关于)?[^，,。；;]{{0,60}}?{_SAYING})?"
    rf"|(?:(?:中|里|内)?的?|[（(，,](?=除|第))(?P<topic>(?:有关|关于|涉及|相关)[^，,。；;]{{0,60}}?{_SAYING}"
    rf"|[“\"][^”\"，,。；;]{{2,40}}[”\"]的?(?:部分|条款|内容|规定)"
    rf"|除{REFS}(?:的?规定)?(?:以|之)?外|{REFS}除外"
    rf"|规定的[^，,。；;]{{1,40}}?(?:{_SAYING}|(?=[，,。；;]|$))|与本[^，,。；;]{{2,24}}的{_SAYING}"
    rf"|(?:(?<=中)|(?<=中的))[^，,。；;、]{{2,30}}?(?:规定|内容|条款|条文|部分))[)）]?)"
)
# What may stand between a number and its part: 示政发〔2020〕1号文件第三条
PAPERS = r"(?:文件|文|通知|公告)?"
# 等3件文件, 两个文件, 及其实施细则, 和其他有关规定: what goes with the document without a name of its own
WITH_IT = (
    rf"{PAPERS}(?:等[^，,。；;]{{0,16}}?|(?:这|上述|以上)?{COUNT}[个件份项部][^，,。；;的]{{1,12}}?)?(?:及其[^，,。；;《》]{{1,16}}?)?"
    r"(?:[、，,]?(?:(?:和|以及|及)(?:其他|其它|有关|相关|配套|与本|各地|相应)|其他|其它)[^，,。；;]{0,40}?"
    r"(?:规定|文件|政策|办法|内容))?"
)
# A day; not the running out of the document's own term (有效期届满后失效)
WHEN = r"(?:[自从于在至到](?:(?!期满|届满|到期|满后)[^，,。；;]){1,40}?(?:起|日|时|后|止|底|年|月))"
ADVERB = (
    r"(?:同时|即行|即日起?|即时|即予|即告|即|一并|一律|也|亦|均|都|应予|予以|现予|予|现|宣布|宣告|正式|依法|届时|相应|自动|自行|自然|"
    r"随之|随即|同步|全部|全文|整体|并|立即|同日起?|同期|另行)"
)
# Why: 因不适应形势需要，现予以废止; 与上位法不一致，予以废止
_REASON = (
    r"(?:(?:(?:因|因为|由于|鉴于)[^，,。；;]{2,40}|[与同][^，,。；;]{2,30}(?:不一致|不符|抵触|不相适应)|"
    r"已?不(?:再)?(?:适应|符合)[^，,。；;]{2,30}|已[^，,。；;]{0,16}(?:到期|期满|届满|失效))[，,]"
    r"(?:经[^，,。；;]{1,12}[，,])?(?:现|决定)*(?=现?予|宣布|废止))?"
)
# Between the last object and its verb
TO_VERB = LazyPattern(
    rf"[\"”)）]?{PAPERS}(?P<part>{PART})?{WITH_IT}[,，、]?{_REASON}(?:{WHEN}[,，]?)?{ADVERB}*(?:{WHEN}[,，]?)?{ADVERB}*"
)

SEPARATOR = r"(?:[、，,]?(?:和|以及|及|与|并|暨|或)?)"
NUMBERING = rf"(?:[(（]?{COUNT}[)）.．、]|[①-⑳])"
# Between two objects of one verb; `history` tells who made the second and when
# 《A》（…号）及其实施细则（…号）: the second stands in its brackets, without a title
_BEHIND_FIRST = (
    rf"[)）]?{PAPERS}(?P<part>{PART})?{PAPERS}(?:等[^，,。；;]{{0,16}}?)?(?:及其[^，,。；;《》]{{1,16}}?[(（]?)?"
)
DIRECT = LazyPattern(rf"{_BEHIND_FIRST}(?P<separator>{SEPARATOR})(?P<numbering>{NUMBERING})?(?P<history>)")
BETWEEN = LazyPattern(rf"{_BEHIND_FIRST}(?P<separator>{SEPARATOR})(?P<numbering>{NUMBERING})?(?P<history>[^。；;]*)")
# What a sentence of its own says of a title that follows a list: 《A》继续有效
STAYS = LazyPattern(r"[^。；;、，,]{0,20}(?:继续有效|继续执行|予以保留)")
# The same in a list, where each numbered item may be a sentence
NEXT_ITEM = LazyPattern(
    rf"{PAPERS}(?P<part>{PART})?{PAPERS}(?:[；;、，,]|。(?={NUMBERING}))?(?:和|以及|及)?(?P<numbering>{NUMBERING})?(?P<history>[^。；;：:]*)"
)

BASIS = LazyPattern(r"根据|依据|按照|依照|遵照|参照|对照|违反|贯彻|落实")
# A basis that tells of the title's own past: 根据…修正的, 依据其制定的
AMENDED = LazyPattern(r"(?:修订|修正|修改|调整)(?:公布|发布|印发|通过)?的?原?$|(?:根据|依据)(?:其|该.{1,4}|此)制定的$")
# Behind the title of what amended another: 根据《关于修改〈甲条例〉的决定》第一次修正
AMENDS = LazyPattern(
    r"(?:进行|作|作出)?(?:了)?(?:第[一二三四五六七八九十]次)?(?:修正|修订|修改)(?!的?(?:规定|内容|条款|部分))"
)
_MADE = (
    r"(?:发布|公布|颁布|印发|下发|颁发|通过|批准|制定|制订|修订|修正|修改|转发|批转|"
    r"施行|实施|试行|出台|发出|发文|签发|执行|生效|下达|形成|作出)"
)
_YEAR_ALONE = rf"(?:\d{{4}}|{CHINESE_NUMERAL}{{4}})年(?:版|度)?的?"
_DAY = rf"(?:\d{{4}}|{CHINESE_NUMERAL}{{4}})年{COUNT}月(?:{COUNT}日)?的?"
HISTORY = LazyPattern(
    rf"{_MADE}(?:并|且)?{_MADE}?的(?:原)?$|配套的$|^{_YEAR_ALONE}$|^{_DAY}$|^(?:此前|以前|过去|原来|先前)的?$"
)
ORGAN = LazyPattern(r"(?:院|部|委|局|厅|府|会|室|署|办|处|中心|公司|银行|组|市|区|省|县|人大|中央)$")
# A start of validity is a statement of its own, not a history: 自2020年起施行，《A》…
BEGINS = LazyPattern(r"起(?:施行|实施|执行|生效)(?!的)|有效期")
# A word that makes the title behind it the object of something else, or the sentence a condition
GOVERNS = LazyPattern(
    r"(?:根据|依据|按照|依照|遵照|参照|依|执行|适用|贯彻|落实|印发|发布|公布|制定|修订|修改|实施|施行|违反|符合|参见|见|如|若|如果|一旦|"
    r"倘若|当|因|因为|由于|由|被|鉴于|待|除|按|经|了|通过|批准|学习|宣传|持有|伪造|取得|办理|出具|申请)$"
)
# What may stand between the last comma and a verb other than 废止 that takes its object behind it: the text speaks of
# the document as a whole, not of a case to which it does not apply (符合条件的，不再适用《A》)
SPEAKS = LazyPattern(
    rf"(?:[^，,]*(?:起|(?<!期满)(?<!届满)(?<!到期)后|决定|通知|现将?)|[我本全各][^，,的]{{1,8}})?(?:{ADVERB})*(?:原则上)?"
)
# In front of the verb: a duty, a plan, a doubt, the past; nothing is repealed here
UNREAL = LazyPattern(
    r"(?:应当|应该|应|可以|可|建议|拟|拟予|申请|提请(?:[^，,]{0,12}(?:审议|审查))?|责令|需要|须|必须|是否|不得|不|未|尚未|没有|或者|或|修改|修订|制定|[修改订定立]、|"
    r"[修改订定立]和|如|若|如果|一旦|能否|要求|提出|负责|及时|曾|曾经|已|已经|已被|被|业已|早已|暂时|暂|临时|依法)"
    rf"{ADVERB}*$"
)
# The title of a decision on other documents: 《关于废止…的决定》废止 tells what the decision did
DECISION = LazyPattern(r"(?:废止|修改|修正|清理).*(?:决定|通知|公告|命令|议案|修正案)》$")
FROM_DAY = LazyPattern(
    r"(?:[自从](?P<date>[^，,。；;自从于起]{6,16}?日)起|于(?P<on>[^，,。；;自从于起]{6,16}?日)"
    + f"{ADVERB}*(?:{VERB.pattern}))"
)
# 自本通知印发之日起停止执行
FROM_ISSUE = LazyPattern(
    r"[自从](?:本|该)?[^，,。；;]{0,10}?(?:印发|发布|公布|颁布|下发|发文)之日起[，,]?"
    r"(?:(?!施行|实施|生效|日后)[^。；;]){0,60}?(?:废止|失效|停止|不再)"
)
# What opens a list of documents that end: 下列文件予以废止：
LIST_NOUN = LazyPattern(r"以下|下列|如下|目录|清单|文件|规章|法规|规定|政策|办法|条例|决定")
