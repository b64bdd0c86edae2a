"""Runs the module of the same name, and holds the machine's clock against ours: only here both are known."""

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
    """The machine read its clock between the two: how long it took to answer is no fault of its clock."""
    off = min(clock - before, 0) + max(clock - after, 0)
    return [f"has a clock that is {off:+.0f} s off: start time synchronisation"] if abs(off) > skew else []
