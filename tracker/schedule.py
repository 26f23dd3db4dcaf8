"""Stay running and do the nightly pass at the configured times, one at a time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from zoneinfo import ZoneInfo

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, JobExecutionEvent
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger

from tracker.sources import Schedule

# A machine that slept through the hour still does its pass, up to this many seconds late
MISFIRE_GRACE_S = 3600


def keep_running(pass_once: Callable[[], None], schedule: Schedule, *, passes: int = 0) -> None:
    """Call `pass_once` at every time of `schedule` until interrupted, or `passes` times where that is not 0.

    A pass that is still running when the next is due is not started twice; passes missed while the machine slept
    are made up by one. An error of a pass ends the scheduler with that error.
    """
    zone = ZoneInfo(schedule.timezone)
    trigger = OrTrigger(
        [CronTrigger(hour=t.hour, minute=t.minute, second=t.second, timezone=zone) for t in schedule.times]
    )
    scheduler = BlockingScheduler(timezone=zone)
    errors: list[BaseException] = []
    done = 0

    def after(event: JobExecutionEvent) -> None:
        nonlocal done
        done += 1
        if event.exception is not None:
            errors.append(event.exception)
        if errors or done == passes:
            # In a thread of its own: a pass that is over at once is told from inside the scheduler's own step
            threading.Thread(target=scheduler.shutdown, kwargs={"wait": False}).start()

    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # its errors are ours, raised below
    scheduler.add_listener(after, EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)
    scheduler.add_job(pass_once, trigger, max_instances=1, coalesce=True, misfire_grace_time=MISFIRE_GRACE_S)
    try:
        scheduler.start()
    except (KeyboardInterrupt, SystemExit):
        scheduler.shutdown(wait=True)
    if errors:
        raise errors[0]
