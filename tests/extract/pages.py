"""Pages of an invented 示例市 in the shapes of the CMS families, as `tests/extract` reads them."""

from __future__ import annotations

BODY = (
    "<p style='text-align:center'>示例市算力产业促进办法</p>"
    "<p>　　第一条　为了促进本市算力产业发展，制定本办法。</p>"
    "<p>　　第二条　对新建算力中心，按照投资额的20%给予补助，单个项目最高500万元。</p>"
    "<p>　　第三条　本办法自2031年1月1日起施行，有效期3年。</p>"
    "<p style='text-align:right'>示例市经济局</p><p style='text-align:right'>2030年12月1日</p>"
)
FIRST, LAST = "示例市算力产业促进办法", "2030年12月1日"
TITLE = "示例市经济局关于印发《示例市算力产业促进办法》的通知"

METAS = f"""
<meta name="SiteName" content="示例市人民政府门户网站"/><meta name="SiteDomain" content="www.shili.gov.cn"/>
<meta name="ColumnName" content="政策文件"/><meta name="ArticleTitle" content="{TITLE}"/>
<meta name="PubDate" content="2030-12-05 10:30:00"/><meta name="ContentSource" content="示例市经济局"/>"""

NAV = (
    "<div class='nav'><ul><li><a href='/'>首页</a></li><li><a href='/zwgk/'>政务公开</a></li>"
    "<li><a href='/hd/'>政民互动</a></li></ul></div>"
)
FOOTER = (
    "<div class='footer'>版权所有：示例市人民政府办公室　示ICP备05000001号　"
    "<a href='/files/map.pdf'>网站地图下载</a></div>"
)


def page(
    body: str, *, head: str = METAS, title: str = f"{TITLE}_政策文件_示例市人民政府门户网站", charset: str = "utf-8"
) -> bytes:
    """A whole page as bytes in `charset`, which it also declares."""
    said = f"<meta charset='{charset}'/><title>{title}</title>{head}"
    text = f"<!DOCTYPE html><html><head>{said}</head><body>{NAV}{body}{FOOTER}</body></html>"
    return text.encode(charset)


BEIJING = page(
    f"""<div class="header"><p>{TITLE}</p><p>pdf下载</p></div>
    <div class="container"><ol class="doc-info">
    <li>[主题分类] <span>科技、教育</span></li><li>[发文机构] <span>示例市经济局 示例市财政局</span></li>
    <li>[实施日期] <span>2031-01-01</span></li><li>[成文日期] <span>2030-12-01</span></li>
    <li>[发文字号] <span>示经规〔2030〕7号</span></li><li>[废止日期] <span></span></li>
    <li>[发布日期] <span>2030-12-05</span></li><li>[有效性] <span>是</span></li></ol></div>
    <div class="tools">字号：<a>大</a> <a>中</a> <a>小</a> 分享：</div>
    <div id="mainText"><div class="view TRS_UEDITOR trs_paper_default trs_web">{BODY}
    <p>附件：<a href="./P020301205.pdf">申报表.pdf</a></p></div></div>
    <div class="footer-tools"><a href="javascript:window.print()">打印本页</a><a>关闭窗口</a></div>
    <div class="modal" style="display:none">您访问的链接即将离开“示例之窗”门户网站 是否继续？</div>""",
    head="<meta name='PubDate' content='2030-12-05 10:302030-12-05 10:31'/><meta name='SiteName' content='示例之窗'/>",
    title=f"{TITLE}_政策文件_示例之窗_示例市人民政府门户网站",
)
TRS_BUREAU = page(
    f"""<div class="con"><h4>{TITLE}</h4><div class="info">日期：2030-12-05　来源：示例市经济局</div>
    <div class="TRS_PreAppend">{BODY.replace("</p><p", "<br/></p><p")}</div>
    <ul class="tdbgimgdog"><li>附件：<a href="W020301205.docx">1.实施细则</a></li></ul>
    <div class="bdsharebuttonbox">分享到：<a>微信</a></div></div>"""
)
HANWEB = page(
    f"""<div class="bt-left"><!--<$[标题]>begin-->{TITLE}<!--<$[标题]>end-->
    <table class="xxgk"><tr><td>索 引 号：</td><td>000/2030-1</td><td>文　　号：</td><td>示经规〔2030〕7号</td></tr>
    <tr><td>发布机构：</td><td>示例市经济局</td><td>发布日期：</td><td>2030-12-05</td></tr>
    <tr><td>成文日期：</td><td>2030-12-01</td><td>有效性：</td><td>有效</td></tr></table>
    <div id="zoom" class="bt-content"><meta name="ContentStart"/>{BODY}<meta name="ContentEnd"/>
    <p><a href="/module/download/downfile.jsp?classid=0&amp;filename=abc.docx">附件.docx</a></p></div>
    <div class="xgyd">相关阅读<ul><li><a href="/art/1.html">另一篇</a></li></ul></div></div>"""
)
BIZWINK = page(
    f"""<div class="article"><div class="title">{TITLE}</div>
    <div class="time">发布日期：2030-12-05　来源：示例区政府</div><div class="txt">{BODY}</div></div>""",
    head=f"<meta content='{TITLE}' name='ArticleTitle'/><meta content='2030-12-05' name='PubDate'/>",
)
GUANGDONG = page(
    f"""<div class="info-container"><div id="zoomsubtitl"><ul>
    <li><span>统一编号：</span>SL0020300007</li><li><span>文　　号：</span>示经规〔2030〕7号</li>
    <li><span>实施日期：</span>2031年01月01日</li><li><span>失效日期：</span>2034年01月01日</li>
    <li><span>发布机关：</span>示例市经济局</li>
    <li><span id="file_status">文件状态：</span> <script>var losetime = '2019000000';
    var file_status = '失效（提前废止）'; $('#file_status').parent().append("有效");</script></li></ul></div> <div
    class="content_attr">浏览次数：<span>-</span></div> <div class="info_cont word" id="info_cont" wzades="正文">{BODY}
    <div class="info_xgfj"><div>相关附件</div><ul id="ul_xgfj"><li><a
    href="/attachment/1/7.pdf">7.pdf</a></li></ul></div></div>
    <div id="div_div"><div id="qr_container">扫一扫在手机打开当前页</div></div></div>"""
)
GOVCN_OLD = page(
    f"""<div class="wrap"><table><tr><td><table class="bd1"><tr><td><b>索 引 号：</b></td><td>000/2030-7</td>
    <td><b>主题分类：</b></td><td>工业</td></tr>
    <tr><td><b>发文机关：</b></td><td>示例省政府办公厅</td><td><b>成文日期：</b></td><td>2030年12月01日</td></tr>
    <tr><td><b>标　　题：</b></td><td colspan="3">{TITLE}</td></tr>
    <tr><td><b>发文字号：</b></td><td>示政办发〔2030〕7号</td><td><b>发布日期：</b></td><td>2030年12月05日</td></tr></table></td></tr></table>
    <table><tr><td><table><tr><td id="UCAP-CONTENT" class="b12c">{BODY}</td></tr></table></td></tr></table></div>""",
    head="",
    title="",
)
UNKNOWN = page(
    f"""<div class="leftbar"><ul><li><a href="/a">要闻</a></li><li><a href="/b">公告</a></li></ul></div>
    <div class="qqq"><h1>{TITLE}</h1><div class="sss">{BODY * 3}</div></div>
    <div class="rightbar"><a href="/c">热点一</a><a href="/d">热点二</a></div>"""
)
