"""Prints each event of a run as one line of JSON, from which `pnpm provision` shows progress and writes its report."""

from __future__ import annotations

import json
import time

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: lab_events
type: stdout
short_description: One line of JSON per event
description: Read by packages/provision/src/playbook.ts.
"""

KEPT = ("msg", "stderr", "problems", "report", "diff", "rc")


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "lab_events"

    def __init__(self):
        super().__init__()
        self.started = {}

    def emit(self, **event):
        self._display.display(json.dumps({"event": event.pop("event"), **event}, default=str))

    def v2_playbook_on_play_start(self, play):
        self.emit(event="play", name=play.get_name())

    def v2_playbook_on_task_start(self, task, is_conditional):
        self.emit(event="task", name=task.name or task.action, role=str(task._role or ""), id=task._uuid)

    v2_playbook_on_handler_task_start = lambda self, task: self.v2_playbook_on_task_start(task, False)

    def v2_runner_on_start(self, host, task):
        self.started[host.get_name(), task._uuid] = time.monotonic()

    def result(self, result, status):
        host, task, answer = result._host.get_name(), result._task, result._result
        delegated = (answer.get("_ansible_delegated_vars") or {}).get("ansible_host")
        hidden = bool(task.no_log) or answer.get("_ansible_no_log", False)
        seconds = time.monotonic() - self.started.pop((host, task._uuid), time.monotonic())
        kept = {key: answer[key] for key in KEPT if answer.get(key) not in (None, "", [])}
        if hidden or "censored" in answer:
            kept = {"msg": "hidden: it may contain a secret"} if status in ("failed", "unreachable") else {}
        self.emit(
            event="result", host=host, task=task.name or task.action, role=str(task._role or ""), id=task._uuid,
            status=status, changed=bool(answer.get("changed")), seconds=round(seconds, 3),
            **({"on": delegated} if delegated else {}), **kept,
        )

    def v2_runner_on_ok(self, result):
        self.result(result, "ok")

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self.result(result, "rescued" if ignore_errors else "failed")

    def v2_runner_on_unreachable(self, result):
        self.result(result, "unreachable")

    def v2_runner_on_skipped(self, result):
        self.started.pop((result._host.get_name(), result._task._uuid), None)

    def v2_playbook_on_stats(self, stats):
        self.emit(event="end", hosts={host: stats.summarize(host) for host in sorted(stats.processed)})
