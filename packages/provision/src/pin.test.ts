import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { everyPlatformChart } from "@lab/lab";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { checksumFile, downloads, k3sUrl } from "./downloads.ts";
import { pinDownloads } from "./pin.ts";

const silent = { step() {}, note() {} };
const hash = (text: string) => createHash("sha256").update(text).digest("hex");
let root: string;
let mirror: Server;
/** Content that the mirror serves for a path; undefined means 404. */
let contentOf: (path: string) => string | undefined;
const release = (path: string) =>
	path.endsWith("/sha256sum-amd64.txt")
		? `${hash(path.replace("sha256sum-amd64.txt", "k3s"))}  k3s\n`
		: path;
const recorded = () => readFile(join(root, checksumFile), "utf8");

beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), "lab-pin-"));
	await mkdir(join(root, "ansible"));
	await writeFile(join(root, checksumFile), "{}\n");
	contentOf = release;
	mirror = createServer(({ url = "" }, answer) => {
		const content = contentOf(url);
		answer.writeHead(content === undefined ? 404 : 200).end(content);
	});
	await new Promise<void>((up) => mirror.listen(0, "127.0.0.1", up));
	const { port } = mirror.address() as AddressInfo;
	vi.stubEnv("VACLAB_RELEASES", `http://127.0.0.1:${port}`);
});
afterEach(async () => {
	vi.unstubAllEnvs();
	mirror.close();
	await rm(root, { recursive: true });
});

test("every download's hash is recorded, and a second call downloads nothing", async () => {
	const urls = downloads(everyPlatformChart());
	expect(await pinDownloads(root, silent)).toEqual(urls);
	const { host, pathname } = new URL(urls[0] ?? "");
	expect(JSON.parse(await recorded())).toMatchObject({
		[urls[0] ?? ""]: hash(`/${host}${pathname}`),
	});
	expect(await pinDownloads(root, silent)).toEqual([]);
});

test("if k3s does not match its release's checksum, nothing is recorded", async () => {
	const { pathname } = new URL(k3sUrl("v1.35.5+k3s1"));
	contentOf = (path) => (path.endsWith(pathname) ? "forged" : release(path));
	await expect(pinDownloads(root, silent)).rejects.toMatchObject({
		findings: [{ code: "checksum-differs" }],
	});
	expect(await recorded()).toBe("{}\n");
});

test("a missing file is an error that names it", async () => {
	contentOf = (path) => (path.includes("cilium") ? undefined : release(path));
	await expect(pinDownloads(root, silent)).rejects.toThrowError(
		/cilium-.*\.tgz cannot be downloaded: 404/,
	);
});
