import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { endDaemon, startDaemon, toYaml } from "@lab/core";
import { ensureTools } from "@lab/ops";

const SERVICE = "registry-of-a-test";
/** Docker's types and not OCI's: of these a registry gives one machine's manifest to whom does not accept the list. */
const LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
const MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
const CONFIG = "application/vnd.docker.container.image.v1+json";

/** A real registry: as on Docker Hub, everybody gets a token to read `open/...`, and none for the rest. */
export interface Registry {
	/** `127.0.0.1:<port>` */
	readonly host: string;
	/** Makes `<name>:<tag>` an image for two kinds of machines. @returns the digest of its list */
	push(name: string, tag: string, content: string): Promise<string>;
	stop(): Promise<void>;
}

export async function startRegistry(): Promise<Registry> {
	const folder = await mkdtemp(join(tmpdir(), "lab-registry-"));
	const issuer = tokens();
	const door = createServer(({ url = "" }, answer) => {
		const scope = new URL(url, "http://door").searchParams.get("scope") ?? "";
		const [, name = ""] = scope.split(":");
		const actions = name.startsWith("open/") ? ["pull"] : [];
		answer.end(JSON.stringify({ token: issuer.token(name, actions) }));
	});
	const { registry } = await ensureTools(["registry"], {
		progress: { step() {}, note() {} },
	});
	await writeFile(join(folder, "keys.json"), JSON.stringify(issuer.keys));
	await writeFile(
		join(folder, "config.yaml"),
		toYaml({
			version: 0.1,
			storage: { inmemory: {} },
			http: { addr: "127.0.0.1:0", secret: "of a test" },
			auth: {
				token: {
					realm: `http://${await listen(door)}/token`,
					service: SERVICE,
					issuer: SERVICE,
					jwks: join(folder, "keys.json"),
				},
			},
		}),
	);
	const log = join(folder, "log");
	const daemon = await startDaemon(
		registry.path,
		["serve", join(folder, "config.yaml")],
		{ log, env: { OTEL_TRACES_EXPORTER: "none" } },
	);
	const host = await listeningIn(log);
	return {
		host,
		push: (name, tag, content) =>
			push(host, issuer.token(name, ["pull", "push"]), { name, tag, content }),
		async stop() {
			await endDaemon(daemon);
			door.close();
			await rm(folder, { recursive: true });
		},
	};
}

/** @returns `127.0.0.1:<port>` */
export async function listen(server: Server): Promise<string> {
	await new Promise<void>((up) => server.listen(0, "127.0.0.1", up));
	return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function listeningIn(log: string): Promise<string> {
	for (let tries = 0; tries < 300; tries += 1) {
		const text = await readFile(log, "utf8").catch(() => "");
		const [, host] = /listening on (127\.0\.0\.1:\d+)/.exec(text) ?? [];
		if (host !== undefined) return host;
		await sleep(100);
	}
	throw new Error(`the registry did not come up: ${await readFile(log)}`);
}

/** @see https://distribution.github.io/distribution/spec/auth/jwt/ */
function tokens() {
	const { publicKey, privateKey } = generateKeyPairSync("ec", {
		namedCurve: "P-256",
	});
	const kid = "of-a-test";
	const part = (value: object) =>
		Buffer.from(JSON.stringify(value)).toString("base64url");
	return {
		keys: { keys: [{ ...publicKey.export({ format: "jwk" }), kid }] },
		token(name: string, actions: readonly string[]): string {
			const now = Math.floor(Date.now() / 1000);
			const said = [
				part({ typ: "JWT", alg: "ES256", kid }),
				part({
					iss: SERVICE,
					aud: SERVICE,
					nbf: now - 60,
					exp: now + 600,
					access: [{ type: "repository", name, actions }],
				}),
			].join(".");
			const signature = sign("sha256", Buffer.from(said), {
				key: privateKey,
				dsaEncoding: "ieee-p1363",
			});
			return `${said}.${signature.toString("base64url")}`;
		},
	};
}

const digestOf = (text: string): string =>
	`sha256:${createHash("sha256").update(text).digest("hex")}`;

async function push(
	host: string,
	token: string,
	image: {
		readonly name: string;
		readonly tag: string;
		readonly content: string;
	},
): Promise<string> {
	const base = `http://${host}/v2/${image.name}`;
	const send = async (
		url: string | URL,
		method: string,
		init: RequestInit = {},
	) => {
		const headers = { authorization: `Bearer ${token}`, ...init.headers };
		const answer = await fetch(url, { ...init, method, headers });
		if (!answer.ok) throw new Error(`${method} ${url}: ${await answer.text()}`);
		return answer;
	};
	const put = async (type: string, document: object, tag?: string) => {
		const text = JSON.stringify({
			schemaVersion: 2,
			mediaType: type,
			...document,
		});
		const digest = digestOf(text);
		await send(`${base}/manifests/${tag ?? digest}`, "PUT", {
			body: text,
			headers: { "content-type": type },
		});
		return { mediaType: type, digest, size: text.length };
	};
	const config = JSON.stringify({ content: image.content });
	const upload = await send(`${base}/blobs/uploads/`, "POST");
	const place = new URL(upload.headers.get("location") ?? "", base);
	place.searchParams.set("digest", digestOf(config));
	await send(place, "PUT", { body: config });
	const manifest = await put(MANIFEST, {
		config: {
			mediaType: CONFIG,
			digest: digestOf(config),
			size: config.length,
		},
		layers: [],
	});
	const manifests = ["amd64", "arm64"].map((architecture) => ({
		...manifest,
		platform: { os: "linux", architecture },
	}));
	return (await put(LIST, { manifests }, image.tag)).digest;
}
