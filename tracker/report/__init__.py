"""Report stage: a diff, an inspection or a night in many forms, all printed from one view.

>>> FORMS
('text', 'json', 'markdown', 'html', 'docx', 'xlsx')
"""

from tracker.report.data import InspectedFile
from tracker.report.feed import render_feed
from tracker.report.mail import Letter, night_letter
from tracker.report.render import FORMS, Form, render_diff, render_inspection, render_night

__all__ = [
    "FORMS",
    "Form",
    "InspectedFile",
    "Letter",
    "night_letter",
    "render_diff",
    "render_feed",
    "render_inspection",
    "render_night",
]
