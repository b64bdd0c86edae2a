import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { endDaemon, startDaemon, toYaml } from "@lab/core";
import { ensureTools } from "@lab/toolchain";

const SERVICE = "registry-of-a-test";
/** Docker's media types, not OCI's, because for these a registry returns a single platform's manifest to clients that do not accept a list. */
const LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
const MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
const CONFIG = "application/vnd.docker.container.image.v1+json";

/**
 * A real registry with a token server, as on Docker Hub: anonymous clients may
 * pull `open/...`, pull and push `shared/...`, and access nothing else.
 */
export interface Registry {
	/** `127.0.0.1:<port>` */
	readonly host: string;
	/** Pushes `<name>:<tag>` as an image for two platforms. @returns the digest of its manifest list */
	push(name: string, tag: string, content: string): Promise<string>;
	stop(): Promise<void>;
}

export async function startRegistry(): Promise<Registry> {
	const folder = await mkdtemp(join(tmpdir(), "lab-registry-"));
	const issuer = tokens();
	const tokenServer = createServer(({ url = "" }, answer) => {
		const scope = new URL(url, "http://any").searchParams.get("scope") ?? "";
		const [, name = ""] = scope.split(":");
		const actions = name.startsWith("open/")
			? ["pull"]
			: name.startsWith("shared/")
				? ["pull", "push"]
				: [];
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
					realm: `http://${await listen(tokenServer)}/token`,
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
	const host = await hostIn(log);
	return {
		host,
		push: (name, tag, content) =>
			push(host, issuer.token(name, ["pull", "push"]), { name, tag, content }),
		async stop() {
			await endDaemon(daemon);
			tokenServer.close();
			await rm(folder, { recursive: true });
		},
	};
}

/** Starts a server on a free port. @returns `127.0.0.1:<port>` */
export async function listen(server: Server): Promise<string> {
	await new Promise<void>((up) => server.listen(0, "127.0.0.1", up));
	return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Waits until the registry logs its address. @returns `127.0.0.1:<port>` */
async function hostIn(log: string): Promise<string> {
	for (let tries = 0; tries < 300; tries += 1) {
		const text = await readFile(log, "utf8").catch(() => "");
		const [, host] = /listening on (127\.0\.0\.1:\d+)/.exec(text) ?? [];
		if (host !== undefined) return host;
		await sleep(100);
	}
	throw new Error(`the registry did not start: ${await readFile(log)}`);
}

/** Issuer of access tokens, and its public keys. @see https://distribution.github.io/distribution/spec/auth/jwt/ */
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
			const payload = [
				part({ typ: "JWT", alg: "ES256", kid }),
				part({
					iss: SERVICE,
					aud: SERVICE,
					nbf: now - 60,
					exp: now + 600,
					access: [{ type: "repository", name, actions }],
				}),
			].join(".");
			const signature = sign("sha256", Buffer.from(payload), {
				key: privateKey,
				dsaEncoding: "ieee-p1363",
			});
			return `${payload}.${signature.toString("base64url")}`;
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
