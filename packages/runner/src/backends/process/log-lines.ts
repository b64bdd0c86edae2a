import { hostname } from "node:os";

export interface Labels {
	readonly run: string;
	readonly namespace: string;
	readonly container: string;
}

/** What makes a stream in the store, as in the lab. */
export const STREAM_FIELDS = [
	"stream",
	"kubernetes.pod_name",
	"kubernetes.container_name",
	"kubernetes.pod_namespace",
].join(",");

const TIME = /^\S{3} (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d+)\+00:00 /;

/** Tells a line from every other of its run. */
export const lineKey = (node: string, offset: number | string): string =>
	`${node}@${offset}`;

/**
 * Each line of a file as a record with the lab's fields; a line without a time
 * has that of the one before.
 *
 * @param offset of the first line in its file
 */
export function asJsonLines(
	bytes: Buffer,
	offset: number,
	node: string,
	{ run, namespace, container }: Labels,
): { key: string; json: string }[] {
	let at = offset;
	let time = new Date().toISOString();
	return bytes
		.toString("utf8")
		.split("\n")
		.slice(0, -1)
		.map((line) => {
			const found = TIME.exec(line);
			if (found !== null) time = `${found[1]}T${found[2]}Z`;
			const record = {
				_time: time,
				_msg: line,
				stream: "stdout",
				"kubernetes.pod_name": node,
				"kubernetes.pod_namespace": namespace,
				"kubernetes.container_name": container,
				"kubernetes.pod_node_name": hostname(),
				"lab.run": run,
				"lab.offset": String(at),
			};
			const key = lineKey(node, at);
			at += Buffer.byteLength(line) + 1;
			return { key, json: `${JSON.stringify(record)}\n` };
		});
}
