"""Runs the module of the same name, and compares the machine's clock with the operator's, which only an action plug-in can do."""

from __future__ import annotations

import time

from ansible.plugins.action import ActionBase


class ActionModule(ActionBase):
    def run(self, tmp=None, task_vars=None):
        before = time.time()
        answer = {**super().run(tmp, task_vars), **self._execute_module(task_vars=task_vars)}
        after = time.time()
        if "seen" in answer:
            answer["problems"] += judge(answer["seen"]["clock"], before, after, float(self._task.args["skew"]))
        return answer


def judge(clock, before, after, skew):
    """Clock skew of a machine that read its clock between `before` and `after`, so that latency does not count as skew."""
    off = min(clock - before, 0) + max(clock - after, 0)
    return [f"has a clock that is {off:+.0f} s off: start time synchronisation"] if abs(off) > skew else []
