import { readTime } from "./_time.ts";
import type { Inner, Wrapper } from "./format.ts";
import { LineRecord } from "./record.ts";

const head = new LineRecord();

/** `2026-08-05T01:15:19.582123456Z stdout F line`; `P` marks a part, with the rest to follow */
export const cri: Wrapper = {
	name: "cri",
	summary: "container logs of containerd and CRI-O under /var/log/pods",
	example:
		"2026-08-05T01:15:19.582123456Z stdout F INF 2026-08-05 01:15:19.582+00:00 Listening on                               tid=1",
	unwrap(text, start, end): Inner[] | undefined {
		const first = text.charCodeAt(start);
		if (!(first >= 48 && first <= 57)) return undefined;
		const behind = readTime(text, start, end, head);
		if (behind < 0 || !text.startsWith(" std", behind)) return undefined;
		const channel = text.startsWith("out ", behind + 4)
			? "stdout"
			: text.startsWith("err ", behind + 4)
				? "stderr"
				: undefined;
		if (channel === undefined) return undefined;
		// Tags are joined with colons; runtimes use only the first one.
		const tags = behind + 8;
		const tag = text.charCodeAt(tags);
		if (tag !== 70 && tag !== 80) return undefined;
		const mark = text.charCodeAt(tags + 1);
		if (tags + 1 < end && mark !== 32 && mark !== 58) return undefined;
		const space = text.indexOf(" ", tags);
		return [
			{
				text,
				start: space < 0 || space >= end ? end : space + 1,
				end,
				partial: tag === 80,
				channel,
				seen: { seconds: head.seconds, nanos: head.nanos },
			},
		];
	},
};
