import { createHash } from "node:crypto";

/** Why an image has no digest, as a person reads it. */
export class NoDigest extends Error {}

/**
 * Asks an image's registry, as anybody, for the digest of its tag: that of the
 * index where the image is made for several kinds of machines.
 *
 * Own code: of the clients on npm the one that is kept up answers with the
 * manifest of one kind of machine, and not with what a tag stands for.
 *
 * @param reference `registry/name:tag`; without a registry of Docker Hub
 * @returns `sha256:...`
 * @throws NoDigest
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export async function digestOf(
	reference: string,
	signal?: AbortSignal,
): Promise<string> {
	const { registry, name, tag } = addressOf(reference);
	const url = `${registry}/v2/${name}/manifests/${tag}`;
	let token: string | undefined;
	const ask = async (method: "HEAD" | "GET"): Promise<Reply> => {
		const reply = await request(url, signal, {
			method,
			headers: {
				accept: manifests,
				...(token !== undefined && { authorization: `Bearer ${token}` }),
			},
		});
		if (reply.status !== 401 || token !== undefined) return reply;
		token = await tokenFor(reply, name, signal);
		return ask(method);
	};
	const head = await ask("HEAD");
	const said = head.headers.get("docker-content-digest") ?? "";
	if (head.ok && /^sha256:[0-9a-f]{64}$/.test(said)) return said;
	// To say the digest is a SHOULD; it is the hash of the manifest.
	const whole = head.ok || head.status === 405 ? await ask("GET") : head;
	if (!whole.ok) throw new NoDigest(refusal(whole.status));
	return `sha256:${createHash("sha256").update(whole.body).digest("hex")}`;
}

/** What a tag may stand for; of several the registry takes the first that it has. */
const manifests = [
	"application/vnd.oci.image.index.v1+json",
	"application/vnd.docker.distribution.manifest.list.v2+json",
	"application/vnd.oci.image.manifest.v1+json",
	"application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

const HUB = "docker.io";
const TIMEOUT_S = 30;

/** Where an image is asked for. @throws NoDigest for what is no reference */
export function addressOf(reference: string): {
	readonly registry: string;
	readonly name: string;
	readonly tag: string;
} {
	const [first = "", ...rest] = reference.split("/");
	const named = rest.length > 0 && /[.:]|^localhost$/.test(first);
	const host = named ? first : HUB;
	const [, name, tag = "latest"] =
		/^([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::(\w[\w.-]*))?$/.exec(
			named ? rest.join("/") : reference,
		) ?? [];
	if (name === undefined || !URL.canParse(`https://${host}`)) {
		throw new NoDigest("is not written as name:tag");
	}
	if (host === HUB) {
		return {
			registry: "https://registry-1.docker.io",
			name: name.includes("/") ? name : `library/${name}`,
			tag,
		};
	}
	// As Docker does: a registry of this machine needs no certificate.
	const here = /^(localhost|127\.[\d.]+)(:|$)/.test(host);
	return { registry: `${here ? "http" : "https"}://${host}`, name, tag };
}

/** @see https://distribution.github.io/distribution/spec/auth/token/ */
async function tokenFor(
	{ headers }: Reply,
	name: string,
	signal: AbortSignal | undefined,
): Promise<string> {
	const challenge = headers.get("www-authenticate") ?? "";
	const said: Partial<Record<string, string>> = Object.fromEntries(
		[...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [
			key,
			value,
		]),
	);
	const { realm = "", service, scope = `repository:${name}:pull` } = said;
	if (!/^bearer /i.test(challenge) || !URL.canParse(realm)) {
		throw new NoDigest(refusal(401));
	}
	const url = new URL(realm);
	if (service !== undefined) url.searchParams.set("service", service);
	url.searchParams.set("scope", scope);
	const { ok, status, body } = await request(url.href, signal);
	if (!ok) throw new NoDigest(refusal(status));
	try {
		const { token, access_token } = JSON.parse(body.toString());
		return String(token ?? access_token);
	} catch {
		throw new NoDigest(`is not known: ${url.host} gives no token`);
	}
}

function refusal(status: number): string {
	switch (status) {
		case 401:
		case 403:
			return "is private, or not there: its registry lets nobody see it";
		case 404:
			return "is not there: its registry knows no such tag";
		case 429:
			return "is not known: its registry was asked too often, try again later";
		default:
			return `is not known: its registry answers ${status}`;
	}
}

interface Reply extends Pick<Response, "ok" | "status" | "headers"> {
	readonly body: Buffer;
}

async function request(
	url: string,
	signal: AbortSignal | undefined,
	init: RequestInit = {},
): Promise<Reply> {
	const late = AbortSignal.timeout(TIMEOUT_S * 1000);
	try {
		const answer = await fetch(url, {
			...init,
			signal: signal === undefined ? late : AbortSignal.any([late, signal]),
		});
		const { ok, status, headers } = answer;
		return {
			ok,
			status,
			headers,
			body: Buffer.from(await answer.arrayBuffer()),
		};
	} catch (cause) {
		if (signal?.aborted) throw new NoDigest("is not known: nobody waited");
		const { host } = new URL(url);
		throw new NoDigest(
			late.aborted
				? `is not known: ${host} says nothing for ${TIMEOUT_S} s`
				: `is not known: ${host} cannot be reached (${reasonOf(cause)})`,
			{ cause },
		);
	}
}

/** Fetch tells what went wrong one level down. */
const reasonOf = (error: unknown): string =>
	error instanceof Error && error.cause instanceof Error
		? error.cause.message
		: String(error);
