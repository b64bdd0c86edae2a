import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Daemon, endDaemon, startDaemon } from "@lab/core";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { bundleTestNode } from "./bundle.ts";
import { chroniclesLine, MAX_LINE_BYTES } from "./chronicles.ts";
import { decodeMessage, encodeMessage } from "./message.ts";

const program = await bundleTestNode(join(tmpdir(), "vaclab-programs"));
const daemons: Daemon[] = [];
const folders: string[] = [];

afterEach(async () => {
	await Promise.all(daemons.splice(0).map((daemon) => endDaemon(daemon)));
	for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

interface Started {
	readonly addresses: readonly { node: string; http: string; peerId: string }[];
	log(node: string): Promise<string>;
	post(node: number, path: string, body: object): Promise<Response>;
}

/** Starts four nodes in one process and waits until they are connected. */
async function startNodes(...args: string[]): Promise<Started> {
	const folder = await mkdtemp(join(tmpdir(), "test-node-"));
	folders.push(folder);
	const names = ["n-0", "n-1", "n-2", "n-3"];
	const where = ["--addresses", `${folder}/a`, "--logs", `${folder}/l`];
	daemons.push(
		await startDaemon(
			process.execPath,
			[program, "--nodes", names.join(","), ...where, ...args],
			{ log: join(folder, "output") },
		),
	);
	const options = { timeout: 20_000 };
	// Read by name: the folder also holds temporary files, before they are renamed.
	const read = () =>
		Promise.all(
			names.map(async (name) =>
				JSON.parse(await readFile(`${folder}/a/${name}.json`, "utf8")),
			),
		).catch(() => undefined);
	await expect.poll(read, options).toBeDefined();
	const addresses = (await read()) ?? [];
	const meshOf = async ({ http }: { http: string }) =>
		/per_topic_mesh\{topic="test"\} (\d+)/.exec(
			await (await fetch(`${http}/metrics`)).text(),
		)?.[1];
	await expect
		.poll(() => Promise.all(addresses.map(meshOf)), options)
		.toEqual(["3", "3", "3", "3"]);
	return {
		addresses,
		log: (node) => readFile(`${folder}/l/${node}.log`, "utf8"),
		post: (node, path, body) =>
			fetch(`${addresses[node].http}${path}`, {
				method: path === "/link" ? "PUT" : "POST",
				body: JSON.stringify(body),
			}),
	};
}

const message = (id: string) => ({
	topic: "test",
	msgSize: 600,
	version: 1,
	msgId: id,
});

test("each other node logs a published message once, in the nim node's format", async () => {
	const { post, log } = await startNodes();
	const id = String(2n ** 63n - 1n);
	expect((await post(0, "/publish", message(id))).status).toBe(200);
	// A caller that crashed resends: the message is not published again.
	expect((await post(0, "/publish", message(id))).status).toBe(200);
	for (const node of ["n-1", "n-2", "n-3"]) {
		await expect.poll(() => log(node)).toContain(`msgId=${id}`);
	}
	const pattern =
		/^INF \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\+00:00 Received message +tid=1 msgId=(\d+) sentAt=(\d+) current=(\d+) delayMs=(-?\d+)$/gm;
	const received = [...(await log("n-1")).matchAll(pattern)];
	expect(received).toHaveLength(1);
	const [, seenId, sentAt = "", current = ""] = received[0] ?? [];
	expect(seenId).toBe(id);
	expect(BigInt(current) > BigInt(sentAt)).toBe(true);
	expect(await log("n-0")).toMatch(
		new RegExp(`Sent message +tid=1 msgId=${id} timestamp=${sentAt}`),
	);
	expect(await log("n-0")).not.toContain("Received message");
});

test("a dropped message is neither delivered nor counted as received", async () => {
	const { post, log, addresses } = await startNodes("--drop", "1");
	await post(0, "/publish", message("17"));
	const metrics = async () =>
		(await fetch(`${addresses[1]?.http}/metrics`)).text();
	await expect
		.poll(metrics)
		.toContain("libp2p_pubsub_validation_ignore_total 1\n");
	expect(await metrics()).toContain("libp2p_gossipsub_received_total 0\n");
	expect(await log("n-1")).not.toContain("Received message");
});

test("a blocked node loses its connections and regains them afterwards", async () => {
	const { post, addresses } = await startNodes();
	const others = addresses.slice(1).map(({ peerId }) => peerId);
	const peersOf = async () =>
		(
			(await (await fetch(`${addresses[0]?.http}/info`)).json()) as {
				peers: string[];
			}
		).peers.length;
	await post(0, "/link", { blocked: others });
	await expect.poll(peersOf, { timeout: 10_000 }).toBe(0);
	await post(0, "/link", {});
	await expect.poll(peersOf, { timeout: 10_000 }).toBe(3);
});

test("a sentinel that a caller asks for counts the lines that precede it", async () => {
	const { post, log } = await startNodes("--sentinel-ms", "3600000");
	const answer = (await (await post(2, "/sentinel", {})).json()) as {
		boot: string;
		lines: number;
	};
	const lines = (await log("n-2")).split("\n").slice(0, -1);
	const at = lines.findLastIndex((line) => line.includes(" Sentinel "));
	expect(lines[at]).toMatch(
		new RegExp(`tid=1 lines=${at} boot=${answer.boot}$`),
	);
	expect(answer.lines).toBe(at);
});

test("an invalid request is rejected with the reason", async () => {
	const { post } = await startNodes();
	const answer = await post(0, "/publish", message(String(2n ** 63n)));
	expect(answer.status).toBe(400);
	expect(await answer.text()).toContain("msgId below 2^63");
	expect((await post(0, "/no-such-path", {})).status).toBe(404);
});

test("every message survives encoding and decoding", () => {
	fc.assert(
		fc.property(
			fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
			fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
			fc.integer({ min: 0, max: 5000 }),
			(sentAt, id, size) => {
				const bytes = encodeMessage({ sentAt, id }, size);
				expect(bytes).toHaveLength(Math.max(16, size));
				expect(decodeMessage(bytes)).toEqual({ sentAt, id });
			},
		),
	);
});

test.each([
	["a b", 'key="a b"'],
	['say "x"', 'key="say \\"x\\""'],
	["plain", "key=plain"],
	["", 'key=""'],
])("the value %s is quoted like chronicles quotes it", (value, text) => {
	expect(chroniclesLine(0n, "INF", "Said", { key: value }).text).toContain(
		text,
	);
});

/** Of a line: the value of its longest field, and by how many bytes it was cut. */
function cutOf(value: string) {
	const { text, cutBytes } = chroniclesLine(0n, "INF", "Said", {
		before: 17,
		value,
		after: 18,
	});
	return { text, cutBytes };
}

test.each([
	["p", 300_000],
	["ä", 150_000],
	["€", 100_000],
	["🙂", 100_000],
	['"\\', 100_000],
	["\u0001", 250_000],
	[" 🙂=", 400_000],
])(
	"a line with many %j is cut so that a store accepts it, and says by how many bytes",
	(part, times) => {
		const value = part.repeat(times);
		const { text, cutBytes } = cutOf(value);
		expect(Buffer.byteLength(JSON.stringify(text))).toBeLessThanOrEqual(
			MAX_LINE_BYTES,
		);
		const [, quoted = "", told] =
			/ before=17 value=(.*) after=18 cutBytes=(\d+)$/s.exec(text) ?? [];
		const kept = quoted.startsWith('"')
			? quoted.slice(1, -1).replaceAll(/\\(["\\])/g, "$1")
			: quoted;
		expect(value.startsWith(kept)).toBe(true);
		expect(kept).not.toContain("\ufffd");
		expect(Number(told)).toBe(cutBytes);
		expect(Buffer.byteLength(kept) + cutBytes).toBe(Buffer.byteLength(value));
		expect(Buffer.byteLength(kept)).toBeGreaterThan(30_000);
	},
);

test("a line that a store accepts is not cut", () => {
	expect(cutOf("p".repeat(255_000))).toMatchObject({ cutBytes: 0 });
});
