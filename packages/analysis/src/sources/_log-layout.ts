import { open, readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { exitCode, LabError } from "@lab/core";
import { type Alike, alikeFiles, removeCopies } from "./_log-copies.ts";
import type { LogStream } from "./log-source.ts";

export interface StreamFiles {
	readonly stream: LogStream;
	/** Unique name: namespace, pod and container as the layout names them, else the path below the common folder. */
	readonly name: string;
	/** Paths of the files, oldest first. */
	readonly paths: readonly string[];
	/** The same paths by container: the kubelet starts a file for each that replaces another. */
	readonly containers: readonly (readonly string[])[];
}

/** A file that is not read. */
export interface LeftOut {
	readonly path: string;
	readonly reason: string;
	/** Stream whose lines are missing because of it; absent if the file is no log or its lines are in another file. */
	readonly stream?: LogStream;
}

export interface LogFolder {
	readonly streams: readonly StreamFiles[];
	readonly leftOut: readonly LeftOut[];
	/** Files of different pods with the same content: one may be a copy. */
	readonly alike: readonly Alike[];
	/** Files whose names leave open whether they are streams of their own. */
	readonly doubtful: readonly {
		readonly path: string;
		readonly doubt: string;
	}[];
}

/** Name of a log file, in parts. */
interface LogName {
	readonly stem: string;
	/** Extension in lower case: `log`. */
	readonly kind: string;
	/** Number or date that a rotation added. */
	readonly rotation: string | undefined;
	/** Extension of the compression in lower case: `gz`. */
	readonly packed: string | undefined;
}

const KIND = "(log|txt|jsonl|ndjson|json|stdout|stderr|out|err)";
const PACKED = "(?:\\.(gz|zst|xz|bz2|lz4|zip))?";
/** `<name>.log`, rotated as `.log.1`, `.log.<date>` or `.log-<date>`, optionally compressed. */
const LOG = new RegExp(
	`^(.+?)\\.${KIND}(?:\\.([\\w-]+?)|-(\\d[\\w-]*?))?${PACKED}$`,
	"i",
);
/** Rotated before the extension: `<name>-<date>.log`, by logrotate's `extension` and Go's lumberjack. */
const DATED = new RegExp(
	`^(.+?)-(20\\d{6}(?:-\\d+)?|20\\d\\d-\\d\\d-\\d\\d(?:T[\\d.-]+)?)\\.${KIND}${PACKED}$`,
	"i",
);
const READABLE = new Set([undefined, "gz", "zst"]);

function logName(path: string): LogName | undefined {
	const name = basename(path);
	const dated = DATED.exec(name);
	if (dated !== null) {
		const [, stem = "", rotation, kind = "", packed] = dated;
		return {
			stem,
			kind: kind.toLowerCase(),
			rotation,
			packed: packed?.toLowerCase(),
		};
	}
	const found = LOG.exec(name);
	if (found === null) return undefined;
	const [, stem = "", kind = "", dotted, dashed, packed] = found;
	return {
		stem,
		kind: kind.toLowerCase(),
		rotation: dotted ?? dashed,
		packed: packed?.toLowerCase(),
	};
}

/** Folder of a pod as the kubelet names it: `<namespace>_<pod>_<uid>/<container>/<n>.log`. */
const POD_FOLDER = /^([a-z0-9-]+)_([a-z0-9.-]+)_[0-9a-f-]+$/;
/** Links in `/var/log/containers`: `<pod>_<namespace>_<container>-<id>`. */
const CONTAINER = /^([a-z0-9.-]+)_([a-z0-9-]+)_(.+)-[0-9a-f]{64}$/;
/** Output of a process in Shadow's `hosts/<host>/`: `<program>.<pid>`. */
const SHADOW_PROCESS = /^[\w-]+\.\d+$/;

interface Group {
	readonly paths: string[];
	readonly folder: string;
	readonly stream: LogStream;
	/** Name of the file in its folder, without rotation and compression. */
	readonly file: string;
}

/**
 * Groups the log files of folders and of single files by stream. Files in
 * different folders are different streams, whatever their names; a file that is
 * found twice is read once.
 *
 * @throws LabError `no-log-files`, `duplicate-file`
 */
export async function streamFiles(
	places: string | readonly string[],
): Promise<LogFolder> {
	const leftOut: LeftOut[] = [];
	const found = new Map<string, { path: string; asked: boolean }>();
	for (const place of [places].flat()) {
		const one = (await stat(place).catch(() => undefined))?.isFile() === true;
		const before = found.size;
		for (const path of one ? [place] : await filesIn(place)) {
			const identity = await realpath(path);
			if (!found.has(identity)) found.set(identity, { path, asked: one });
		}
		if (one || found.size > before) continue;
		if ((await filesIn(place)).length === 0) throw noLogFiles(place);
	}
	const groups = new Map<string, Group>();
	for (const { path, asked } of found.values()) {
		const reason = asked ? undefined : await whyLeftOut(path);
		if (reason !== undefined) {
			leftOut.push(reason);
			continue;
		}
		const group = groupOf(path);
		const key = `${group.folder}${sep}${group.file}`;
		const known = groups.get(key) ?? group;
		if (known !== group) known.paths.push(path);
		groups.set(key, known);
	}
	if (groups.size === 0) throw noLogFiles([places].flat().join(", "));
	for (const group of groups.values()) {
		group.paths.sort((a, b) => age(b) - age(a) || (a < b ? -1 : 1));
		leftOut.push(...(await removeCopies(group.paths)));
	}
	return {
		streams: named([...groups.values()]),
		leftOut,
		alike: await alikeFiles([...groups.values()]),
		doubtful: doubtfulNames([...groups.values()]),
	};
}

const noLogFiles = (root: string): LabError =>
	new LabError({
		code: "no-log-files",
		what: `${root} contains no log file`,
		where: root,
		help: "pass a folder with *.log, *.log.1, *.log.gz or *.log.zst, or one such file",
	});

async function filesIn(root: string): Promise<string[]> {
	const entries = await readdir(root, {
		recursive: true,
		withFileTypes: true,
	}).catch((error: Error) => {
		throw new LabError({
			code: "no-log-files",
			what: error.message,
			where: root,
			help: "pass a readable folder",
			exit: exitCode.wrongInput,
		});
	});
	const paths: string[] = [];
	for (const entry of entries) {
		const path = join(entry.parentPath, entry.name);
		const isFile = entry.isSymbolicLink()
			? (await stat(path).catch(() => undefined))?.isFile() === true
			: entry.isFile();
		if (isFile) paths.push(path);
	}
	return paths.sort();
}

async function whyLeftOut(path: string): Promise<LeftOut | undefined> {
	const name = logName(path);
	if (name === undefined) return { path, reason: "not named like a log" };
	if (!READABLE.has(name.packed)) {
		return {
			path,
			reason: `.${name.packed} cannot be read: decompress it`,
			stream: groupOf(path).stream,
		};
	}
	if (name.packed !== undefined && (await stat(path)).size === 0) {
		return {
			path,
			reason: `0 bytes, which is no .${name.packed} file: nothing was compressed`,
			stream: groupOf(path).stream,
		};
	}
	if (name.kind === "json" && name.packed === undefined) {
		const head = await headOf(path);
		if (/^\s*[{[]\s*$/.test(head.split("\n")[0] as string) && !LIST.test(head))
			return { path, reason: "one JSON document, not lines" };
	}
	return undefined;
}

/** Beginning of what `kubectl get -o json` prints. */
const LIST = /"apiVersion": "/;

async function headOf(path: string): Promise<string> {
	const file = await open(path);
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
		return buffer.toString("latin1", 0, bytesRead);
	} finally {
		await file.close();
	}
}

/** `<name>.<n>`, as some programs name a rotated file in front of its ending. */
const NUMBERED = /^(.+)\.\d{1,4}$/;

/** Finds `pod-0.1.log` beside `pod-0.log`: it is read as a stream of its own. */
function doubtfulNames(groups: readonly Group[]): LogFolder["doubtful"] {
	const pods = new Set(
		groups.map(({ folder, stream: { pod } }) => join(folder, pod)),
	);
	return groups.flatMap(({ folder, stream: { pod }, paths }) => {
		const [, plain] = NUMBERED.exec(pod) ?? [];
		if (plain === undefined || !pods.has(join(folder, plain))) return [];
		return paths.map((path) => ({
			path,
			doubt: `read as a log of its own; if it is a rotated one of ${plain}, name it ${plain}.log${pod.slice(plain.length)}`,
		}));
	});
}

function groupOf(path: string): Group {
	const absolute = resolve(path);
	const name = logName(path);
	const folder = dirname(absolute);
	const stem = name?.stem ?? basename(path);
	const stream = { namespace: "", pod: stem, container: "", host: "" };
	const file = name === undefined ? stem : `${stem}.${name.kind}`;
	const group = { paths: [path], folder };
	const pod = POD_FOLDER.exec(basename(dirname(folder)));
	if (pod !== null) {
		const [, namespace = "", named = ""] = pod;
		const container = basename(folder);
		return {
			...group,
			file: "",
			stream: { ...stream, namespace, pod: named, container },
		};
	}
	const link = CONTAINER.exec(stem);
	if (link !== null) {
		const [, named = "", namespace = "", container = ""] = link;
		return {
			...group,
			file: `${named}_${namespace}_${container}`,
			stream: { ...stream, namespace, pod: named, container },
		};
	}
	const output = name?.kind === "stdout" || name?.kind === "stderr";
	if (output && SHADOW_PROCESS.test(stem))
		return { ...group, file, stream: { ...stream, pod: basename(folder) } };
	return { ...group, file, stream };
}

/** Names the streams; files of the same name in different folders are named after the folders. */
function named(groups: readonly Group[]): StreamFiles[] {
	const root = commonFolder(groups.map(({ folder }) => folder));
	const below = (folder: string) => relative(root, folder).split(sep).join("/");
	const folders = (namespace: string, pod: string, container: string) =>
		new Set(
			groups
				.filter(
					({ stream }) =>
						stream.namespace === namespace &&
						stream.pod === pod &&
						stream.container === container,
				)
				.map(({ folder }) => folder),
		).size;
	const found = groups.map(({ folder, file, stream, paths }) => {
		const { namespace, pod, container } = stream;
		const containers = byContainer(paths);
		if (namespace !== "")
			return {
				stream,
				name: `${namespace}/${pod}/${container}`,
				paths,
				containers,
			};
		const path = below(folder);
		const [only = ""] = paths;
		return {
			stream:
				path !== "" && folders(namespace, pod, container) > 1
					? { ...stream, pod: path }
					: stream,
			name: [path, paths.length === 1 ? basename(only) : file]
				.filter(Boolean)
				.join("/"),
			paths,
			containers,
		};
	});
	return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Name of a file of a container that replaced `n` others: `<n>.log`. */
const RESTART = /^(\d+)\.log/;

function byContainer(paths: readonly string[]): string[][] {
	const restarts = (path: string) => RESTART.exec(basename(path))?.[1];
	const containers: string[][] = [];
	for (const path of paths) {
		const last = containers.at(-1);
		if (last === undefined || restarts(last[0] as string) !== restarts(path))
			containers.push([path]);
		else last.push(path);
	}
	return containers;
}

function commonFolder(folders: readonly string[]): string {
	let [common = ""] = folders;
	while (
		!folders.every(
			(folder) => folder === common || folder.startsWith(join(common, sep)),
		)
	)
		common = dirname(common);
	return common;
}

/**
 * Returns a number that sorts the files of one stream by age: `.log` is the
 * newest, then `.log.1`, `.log.2`; dated files are older, in order of their date.
 * The kubelet writes `1.log` after a restart, so it is newer than `0.log`.
 */
function age(path: string): number {
	const rotation = logName(path)?.rotation;
	const restart = RESTART.exec(basename(path));
	const newer = restart ? -Number(restart[1]) * 1e20 : 0;
	if (rotation === undefined) return newer;
	if (/^\d{1,4}$/.test(rotation)) return newer + Number(rotation);
	const date = rotation.replace(/\D/g, "").slice(0, 14).padEnd(14, "0");
	return newer + 1e16 - Number(date);
}
