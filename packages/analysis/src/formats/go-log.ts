import { readTime } from "./_time.ts";
import type { LineFormat } from "./format.ts";

const HEAD = /\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)? /y;

/** `2026/08/05 01:15:19 message`, in the container's time zone: UTC */
export const goLog: LineFormat = {
	name: "go-log",
	summary: "Go's own log package: access logs of go-waku's REST server",
	example:
		'2026/08/05 01:15:19 "GET http://127.0.0.1:8645/health HTTP/1.1" from 127.0.0.1:46486 - 200 330B in 168.458µs',
	detect(text, start) {
		HEAD.lastIndex = start;
		return HEAD.test(text) ? 0.95 : 0;
	},
	parse(text, start, end, into) {
		HEAD.lastIndex = start;
		const head = HEAD.exec(text)?.[0];
		if (head === undefined || start + head.length > end) return false;
		const time = head.trimEnd().replaceAll("/", "-");
		if (readTime(time, 0, time.length, into) !== time.length) return false;
		into.messageStart = start + head.length;
		into.messageEnd = end;
		return true;
	},
};
