import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { registry as commands } from "@lab/cli";
import { describeNeeding } from "@lab/core/testing";
import { digestsFile } from "@lab/experiments";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { listen, type Registry, startRegistry } from "./_registry.ts";

/** A digest that nobody asks for again. */
const KNOWN = `sha256:${"0".repeat(64)}`;

describeNeeding(["go"], "pnpm experiment pin", () => {
	let registry: Registry;
	let root = "";
	const noted = async () =>
		JSON.parse(await readFile(join(root, digestsFile), "utf8"));
	const note = (digests: object) =>
		writeFile(join(root, digestsFile), JSON.stringify(digests));

	/** As a person calls it, in a clone that has nothing but the file. */
	async function pin(images: readonly string[], options: object = {}) {
		const entry = commands.find(({ name }) => name === "experiment pin");
		const { command } = (await entry?.load()) ?? {};
		return command?.run({
			args: images,
			options: { ...options },
			root,
			progress: { step() {}, note() {}, end() {} },
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
	beforeEach(() => note({ "known:1.0": KNOWN }));

	test("notes the digest that the registry has, and keeps what is known", async () => {
		const digest = await registry.push("open/node", "1.0", "first");
		const image = `${registry.host}/open/node:1.0`;
		expect(await pin([image, "known:1.0"])).toMatchObject({
			exit: 0,
			document: { added: { [image]: digest }, moved: [], open: [] },
		});
		expect(await noted()).toEqual({ [image]: digest, "known:1.0": KNOWN });
	});

	test("names each image that cannot be asked for, and notes the others", async () => {
		const digest = await registry.push("open/node", "2.0", "other");
		await registry.push("closed/node", "1.0", "private");
		const image = `${registry.host}/open/node:2.0`;
		const open = [
			[`${registry.host}/open/node:9.9`, "no such tag"],
			[`${registry.host}/closed/node:1.0`, "is private, or not there"],
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
		expect(await noted()).toEqual({ [image]: digest, "known:1.0": KNOWN });
	});

	test("--refresh says which tags moved, from what to what; without it nobody is asked", async () => {
		const image = `${registry.host}/open/moving:latest`;
		const before = await registry.push("open/moving", "latest", "today");
		await pin([image]);
		const after = await registry.push("open/moving", "latest", "tomorrow");
		expect(await pin([image])).toMatchObject({
			exit: 0,
			document: { added: {}, moved: [] },
		});
		expect(await noted()).toMatchObject({ [image]: before });
		expect(await pin([image], { refresh: true })).toMatchObject({
			exit: 0,
			document: { added: {}, moved: [{ image, from: before, to: after }] },
			text: expect.stringContaining(`it was ${before}, it is ${after}`),
		});
		expect(await noted()).toMatchObject({ [image]: after });
	});

	test("a registry that answers no HEAD is asked for the manifest itself", async () => {
		const digest = await registry.push("open/node", "3.0", "whole");
		const front = createServer(async ({ method, url, headers }, answer) => {
			if (method === "HEAD") return answer.writeHead(405).end();
			const { accept = "", authorization = "" } = headers;
			const behind = await fetch(`http://${registry.host}${url}`, {
				headers: { accept, authorization },
			});
			const challenge = behind.headers.get("www-authenticate") ?? "";
			answer.writeHead(behind.status, { "www-authenticate": challenge });
			answer.end(Buffer.from(await behind.arrayBuffer()));
		});
		const image = `${await listen(front)}/open/node:3.0`;
		await pin([image]);
		front.close();
		expect(await noted()).toMatchObject({ [image]: digest });
	});
});
