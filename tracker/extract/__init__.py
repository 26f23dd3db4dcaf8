"""Raw bytes to a `Page`: plain text with its metadata, whatever the format.

>>> read_page("第一条 为了促进产业发展，制定本办法。".encode("gb18030"), name="a.txt").text
'第一条 为了促进产业发展，制定本办法。'
"""

from tracker.extract.apart import read_page_apart
from tracker.extract.limits import Limits
from tracker.extract.read import read_page
from tracker.extract.sniff import sniff_media_type

__all__ = ["Limits", "read_page", "read_page_apart", "sniff_media_type"]
