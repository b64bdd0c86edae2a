import { createHash } from "node:crypto";
import { readdir, readFile, readlink } from "node:fs/promises";
import { createServer } from "node:net";
import process from "node:process";

/** Below the ephemeral range, from which systems take ports for outgoing connections. */
const FIRST = 20_000;
const SPAN = 12_000;

/** @returns whether a program can listen on the port now */
export const isFree = (port: number, host = "127.0.0.1"): Promise<boolean> =>
	new Promise((answer) => {
		const server = createServer()
			.once("error", () => answer(false))
			.listen({ port, host, exclusive: true }, () =>
				server.close(() => answer(true)),
			);
	});

export interface ChosenPorts {
	readonly ports: Record<string, number>;
	/** Wanted ports that another program holds. */
	readonly taken: readonly {
		readonly name: string;
		readonly port: number;
		readonly holder: string | undefined;
	}[];
}

/**
 * Chooses a free port for each name: the wanted one, otherwise the next free
 * one from a start that depends on the folder, so that replicas rarely collide.
 */
export async function choosePorts(
	names: readonly string[],
	wanted: Readonly<Record<string, number>>,
	folder: string,
): Promise<ChosenPorts> {
	const ports: Record<string, number> = {};
	const taken: { name: string; port: number; holder: string | undefined }[] =
		[];
	const used = new Set(Object.values(wanted));
	const digest = createHash("sha256").update(folder).digest().readUInt32BE(0);
	let next = FIRST + (digest % SPAN);
	const nextFree = async (): Promise<number> => {
		for (let tries = 0; tries < SPAN; tries++) {
			const port = next;
			next = FIRST + ((next - FIRST + 1) % SPAN);
			if (!used.has(port) && (await isFree(port))) return port;
		}
		throw new RangeError(
			`no free port between ${FIRST} and ${FIRST + SPAN - 1}`,
		);
	};
	for (const name of names) {
		const port = wanted[name];
		if (port !== undefined && (await isFree(port))) {
			ports[name] = port;
			continue;
		}
		if (port !== undefined)
			taken.push({ name, port, holder: await holderOf(port) });
		ports[name] = await nextFree();
		used.add(ports[name]);
	}
	return { ports, taken };
}

/** @returns the listener on a port, as `nginx (process 4711)`; undefined if unknown (only Linux reveals it) */
export async function holderOf(port: number): Promise<string | undefined> {
	if (process.platform !== "linux") return undefined;
	const inodes = new Set<string>();
	for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
		const text = await readFile(table, "utf8").catch(() => "");
		for (const line of text.split("\n").slice(1)) {
			const [, local = "", , state, , , , , , inode = ""] = line
				.trim()
				.split(/\s+/);
			const hex = port.toString(16).toUpperCase().padStart(4, "0");
			if (state === "0A" && local.endsWith(`:${hex}`)) inodes.add(inode);
		}
	}
	if (inodes.size === 0) return undefined;
	for (const pid of (await readdir("/proc")).filter((name) =>
		/^\d+$/.test(name),
	)) {
		const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
		for (const file of files) {
			const link = await readlink(`/proc/${pid}/fd/${file}`).catch(() => "");
			if (!inodes.has(/^socket:\[(\d+)\]$/.exec(link)?.[1] ?? "")) continue;
			const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "?");
			return `${name.trim()} (process ${pid})`;
		}
	}
	return undefined;
}
