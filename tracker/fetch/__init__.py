"""Addresses to replies and lists to entries; the only stage with a network."""

from tracker.fetch.advice import advice
from tracker.fetch.checks import MIN_SHARE, judge_list, judge_reply, judge_text, text_length
from tracker.fetch.folder import list_folder, read_file
from tracker.fetch.http import USER_AGENT, Fetcher
from tracker.fetch.listing import ListPage, read_list

__all__ = [
    "MIN_SHARE",
    "USER_AGENT",
    "Fetcher",
    "ListPage",
    "advice",
    "judge_list",
    "judge_reply",
    "judge_text",
    "list_folder",
    "read_file",
    "read_list",
    "text_length",
]
