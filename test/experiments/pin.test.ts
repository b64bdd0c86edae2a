import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { registry as commands } from "@lab/cli";
import { describeNeeding } from "@lab/core/testing";
import { digestsFile } from "@lab/experiments";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { listen, type Registry, startRegistry } from "./_registry.ts";

/** Digest that is already pinned, so the registry must not be queried for it. */
const KNOWN = `sha256:${"0".repeat(64)}`;

describeNeeding(["go"], "pnpm experiment pin", () => {
	let registry: Registry;
	let root = "";
	const pinned = async () =>
		JSON.parse(await readFile(join(root, digestsFile), "utf8"));
	const writeDigests = (digests: object) =>
		writeFile(join(root, digestsFile), JSON.stringify(digests));

	/** Runs the command in a folder that contains only the digests file. */
	async function pin(images: readonly string[], options: object = {}) {
		const entry = commands.find(({ name }) => name === "experiment pin");
		const { command } = (await entry?.load()) ?? {};
		return command?.run({
			args: images as never,
			options: { refresh: false, ...options } as never,
			root,
			progress: { step() {}, note() {} },
			signal: new AbortController().signal,
		});
	}

	beforeAll(async () => {
		registry = await startRegistry();
		root = await mkdtemp(join(tmpdir(), "lab-pin-images-"));
		await mkdir(join(root, dirname(digestsFile)), { recursive: true });
	}, 600_000);
	afterAll(async () => {
		await registry?.stop();
		await rm(root, { recursive: true, force: true });
	});
	beforeEach(() => writeDigests({ "known:1.0": KNOWN }));

	test("writes the registry's digest, and keeps known digests", async () => {
		const digest = await registry.push("open/node", "1.0", "first");
		const image = `${registry.host}/open/node:1.0`;
		expect(await pin([image, "known:1.0"])).toMatchObject({
			exit: 0,
			document: { added: { [image]: digest }, moved: [], open: [] },
		});
		expect(await pinned()).toEqual({ [image]: digest, "known:1.0": KNOWN });
	});

	test("reports each image whose digest cannot be fetched, and pins the others", async () => {
		const digest = await registry.push("open/node", "2.0", "other");
		await registry.push("closed/node", "1.0", "private");
		const image = `${registry.host}/open/node:2.0`;
		const open = [
			[`${registry.host}/open/node:9.9`, "no such tag"],
			[`${registry.host}/closed/node:1.0`, "is private or does not exist"],
			["127.0.0.1:1/open/node:1.0", "cannot be reached"],
			["No Image", "is not written as name:tag"],
		] as const;
		const answer = await pin([...open.map(([one]) => one), image]);
		expect(answer).toMatchObject({
			exit: 3,
			document: {
				added: { [image]: digest },
				open: open.map(([one, reason]) => ({
					image: one,
					reason: expect.stringContaining(reason),
				})),
			},
		});
		for (const [one] of open) expect(answer?.text).toContain(one);
		expect(await pinned()).toEqual({ [image]: digest, "known:1.0": KNOWN });
	});

	test("--refresh reports which tags moved, with old and new digest; without it, known tags are not queried", async () => {
		const image = `${registry.host}/open/moving:latest`;
		const before = await registry.push("open/moving", "latest", "today");
		await pin([image]);
		const after = await registry.push("open/moving", "latest", "tomorrow");
		expect(await pin([image])).toMatchObject({
			exit: 0,
			document: { added: {}, moved: [] },
		});
		expect(await pinned()).toMatchObject({ [image]: before });
		expect(await pin([image], { refresh: true })).toMatchObject({
			exit: 0,
			document: { added: {}, moved: [{ image, from: before, to: after }] },
			text: expect.stringContaining(`has moved from ${before} to ${after}`),
		});
		expect(await pinned()).toMatchObject({ [image]: after });
	});

	test("if a registry rejects HEAD, the manifest itself is fetched", async () => {
		const digest = await registry.push("open/node", "3.0", "whole");
		const proxy = createServer(async ({ method, url, headers }, answer) => {
			if (method === "HEAD") return answer.writeHead(405).end();
			const { accept = "", authorization = "" } = headers;
			const response = await fetch(`http://${registry.host}${url}`, {
				headers: { accept, authorization },
			});
			const challenge = response.headers.get("www-authenticate") ?? "";
			answer.writeHead(response.status, { "www-authenticate": challenge });
			answer.end(Buffer.from(await response.arrayBuffer()));
		});
		const image = `${await listen(proxy)}/open/node:3.0`;
		await pin([image]);
		proxy.close();
		expect(await pinned()).toMatchObject({ [image]: digest });
	});
});
