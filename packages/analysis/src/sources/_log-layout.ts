import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { exitCode, LabError } from "@lab/core";
import { streamKey } from "./label-mapping.ts";
import type { LogStream } from "./log-source.ts";

export interface StreamFiles {
	readonly stream: LogStream;
	/** Oldest first. */
	readonly paths: readonly string[];
}

/** `<name>.log`, rotated as `.log.1` or `.log.<date>`, perhaps packed. */
const LOG =
	/^(.+?)\.(?:log|txt|jsonl|stdout|out)(?:\.([\w-]+?))?(?:\.(?:gz|zst))?$/;
/** What the kubelet writes: `<namespace>_<pod>_<uid>/<container>/<n>.log`. */
const POD_FOLDER = /^([a-z0-9-]+)_([a-z0-9.-]+)_[0-9a-f-]+$/;
/** Links in `/var/log/containers`: `<pod>_<namespace>_<container>-<id>`. */
const CONTAINER = /^([a-z0-9.-]+)_([a-z0-9-]+)_(.+)-[0-9a-f]{64}$/;

/**
 * The log files of a folder (or one file) by stream.
 *
 * @throws LabError `no-log-files`, `duplicate-file`
 */
export async function streamFiles(root: string): Promise<StreamFiles[]> {
	const found = (await stat(root).catch(() => undefined))?.isFile()
		? [root]
		: await logFiles(root);
	const streams = new Map<string, { stream: LogStream; paths: string[] }>();
	for (const path of found) {
		const stream = nameStream(path);
		const key = streamKey(stream);
		const held = streams.get(key) ?? { stream, paths: [] };
		held.paths.push(path);
		streams.set(key, held);
	}
	if (streams.size === 0) {
		throw new LabError({
			code: "no-log-files",
			what: `${root} has no log file`,
			where: root,
			help: "name a folder with *.log, *.log.1, *.log.gz or *.log.zst, or one such file",
		});
	}
	for (const { paths } of streams.values()) {
		paths.sort((a, b) => age(b) - age(a) || (a < b ? -1 : 1));
		await refuseTwins(paths);
	}
	return [...streams]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([, files]) => files);
}

async function logFiles(root: string): Promise<string[]> {
	const entries = await readdir(root, {
		recursive: true,
		withFileTypes: true,
	}).catch((error: Error) => {
		throw new LabError({
			code: "no-log-files",
			what: error.message,
			where: root,
			help: "name a folder that can be read",
			exit: exitCode.wrongInput,
		});
	});
	return entries
		.filter((entry) => entry.isFile() && LOG.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name));
}

function nameStream(path: string): LogStream {
	const name = LOG.exec(basename(path))?.[1] ?? basename(path);
	const folder = POD_FOLDER.exec(basename(dirname(dirname(path))));
	if (folder) {
		return {
			namespace: folder[1] as string,
			pod: folder[2] as string,
			container: basename(dirname(path)),
			host: "",
		};
	}
	const link = CONTAINER.exec(name);
	if (link) {
		return {
			namespace: link[2] as string,
			pod: link[1] as string,
			container: link[3] as string,
			host: "",
		};
	}
	return { namespace: "", pod: name, container: "", host: "" };
}

/**
 * How old a file of one stream is: `.log` is the newest, then `.log.1`,
 * `.log.2`; dated ones are older, by their date; of the kubelet's, `1.log`
 * follows a restart and is newer than `0.log`.
 */
function age(path: string): number {
	const name = basename(path);
	const mark = LOG.exec(name)?.[2];
	const restart = /^(\d+)\.log/.exec(name);
	const newer = restart ? -Number(restart[1]) * 1e20 : 0;
	if (mark === undefined) return newer;
	if (/^\d{1,4}$/.test(mark)) return newer + Number(mark);
	return newer + 1e16 - Number(mark.replace(/\D/g, "").slice(0, 14));
}

async function refuseTwins(paths: readonly string[]): Promise<void> {
	if (paths.length < 2) return;
	const seen = new Map<string, string>();
	for (const path of paths) {
		const { size } = await stat(path);
		if (size === 0) continue;
		const hash = createHash("sha256");
		for await (const chunk of createReadStream(path)) hash.update(chunk);
		const digest = hash.digest("hex");
		const twin = seen.get(digest);
		if (twin !== undefined) {
			throw new LabError({
				code: "duplicate-file",
				what: `${path} is a copy of ${twin}: each line would count twice`,
				where: path,
				help: "take one of them away",
			});
		}
		seen.set(digest, path);
	}
}
