import { createHash } from "node:crypto";
import { fetchWithSignal } from "@lab/core";

/** Reason why an image has no digest, as a predicate ("is private"). */
export class NoDigest extends Error {}

/**
 * Asks an image's registry anonymously for the digest of its tag: the digest of
 * the index if the image exists for several platforms.
 *
 * Our own code, because the one maintained client on npm returns the manifest of
 * one platform instead of what the tag refers to.
 *
 * @param reference `registry/name:tag`; without a registry on Docker Hub
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
	const digest = head.headers.get("docker-content-digest") ?? "";
	if (head.ok && /^sha256:[0-9a-f]{64}$/.test(digest)) return digest;
	// The header is only a SHOULD; the digest is the hash of the manifest.
	const whole = head.ok || head.status === 405 ? await ask("GET") : head;
	if (!whole.ok) throw new NoDigest(refusal(whole.status));
	return `sha256:${createHash("sha256").update(whole.body).digest("hex")}`;
}

/** Media types that a tag may refer to; the registry serves the first that it has. */
const manifests = [
	"application/vnd.oci.image.index.v1+json",
	"application/vnd.docker.distribution.manifest.list.v2+json",
	"application/vnd.oci.image.manifest.v1+json",
	"application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

const HUB = "docker.io";
const TIMEOUT_S = 30;

/** Registry URL, repository and tag of a reference. @throws NoDigest if it is not a reference */
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
	// A registry on this machine is used without TLS, as Docker does.
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
	const parameters: Partial<Record<string, string>> = Object.fromEntries(
		[...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [
			key,
			value,
		]),
	);
	const { realm = "", service, scope = `repository:${name}:pull` } = parameters;
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
		throw new NoDigest(`could not be checked: ${url.host} issues no token`);
	}
}

function refusal(status: number): string {
	switch (status) {
		case 401:
		case 403:
			return "is private or does not exist: its registry denies anonymous access";
		case 404:
			return "does not exist: its registry has no such tag";
		case 429:
			return "could not be checked: its registry limits the request rate, try again later";
		default:
			return `could not be checked: its registry answers ${status}`;
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
		const answer = await fetchWithSignal(url, {
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
		if (signal?.aborted)
			throw new NoDigest("could not be checked: interrupted");
		const { host } = new URL(url);
		throw new NoDigest(
			late.aborted
				? `could not be checked: ${host} did not answer within ${TIMEOUT_S} s`
				: `could not be checked: ${host} cannot be reached (${reasonOf(cause)})`,
			{ cause },
		);
	}
}

/** Message of the nested error, where fetch reports the actual cause. */
const reasonOf = (error: unknown): string =>
	error instanceof Error && error.cause instanceof Error
		? error.cause.message
		: String(error);
