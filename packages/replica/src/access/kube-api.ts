import { readFile } from "node:fs/promises";
import https from "node:https";
import {
	exitCode,
	fromYaml,
	LabError,
	type RetryPolicy,
	retry,
	TransientError,
} from "@lab/core";
import type { ObjectKey, ReadObject } from "@lab/kubernetes";

interface Kubeconfig {
	readonly clusters: readonly {
		cluster: Record<string, string>;
	}[];
	readonly users: readonly { user: Record<string, string> }[];
}

export interface Response {
	readonly status: number;
	// biome-ignore lint/suspicious/noExplicitAny: any document the API server sends
	readonly body: any;
}

const FIELD_MANAGER = "vaclab";
/** Retries after 429, which a server that has just started sends. */
const BUSY: RetryPolicy = {
	attempts: 81,
	firstWait: "250ms",
	longestWait: "250ms",
};

/** Client for the API server of one cluster. Without kubectl a call takes milliseconds. */
export class KubeApi {
	readonly #agent: https.Agent;
	readonly #server: string;
	readonly #plurals = new Map<string, Promise<Map<string, Resource>>>();

	private constructor(agent: https.Agent, server: string) {
		this.#agent = agent;
		this.#server = server;
	}

	/** Reads only this kubeconfig, which has one cluster and one user. */
	static async from(kubeconfig: string): Promise<KubeApi> {
		const text = await readFile(kubeconfig, "utf8");
		const { clusters, users } = fromYaml(text, kubeconfig) as Kubeconfig;
		const cluster = clusters[0]?.cluster ?? {};
		const user = users[0]?.user ?? {};
		const read = async (holder: Record<string, string>, key: string) => {
			const data = holder[`${key}-data`];
			if (data !== undefined) return Buffer.from(data, "base64");
			const path = holder[key];
			return path === undefined ? undefined : readFile(path);
		};
		const agent = new https.Agent({
			keepAlive: true,
			maxSockets: 16,
			ca: await read(cluster, "certificate-authority"),
			cert: await read(user, "client-certificate"),
			key: await read(user, "client-key"),
		});
		return new KubeApi(agent, cluster.server ?? "");
	}

	close(): void {
		this.#agent.destroy();
	}

	/**
	 * Makes one call and returns the response, whatever its status; retries while
	 * the server answers 429.
	 *
	 * @throws LabError `api-unreachable`, or `api-refused` if the server stays busy
	 */
	async call(
		method: string,
		path: string,
		body?: unknown,
		contentType?: string,
	): Promise<Response> {
		const once = async () => {
			const response = await this.#callOnce(method, path, body, contentType);
			if (response.status === 429)
				throw new TransientError(refusal(response, method, path));
			return response;
		};
		return retry(once, {
			...BUSY,
			shouldRetry: (error) => error instanceof TransientError,
		});
	}

	async #callOnce(
		method: string,
		path: string,
		body?: unknown,
		contentType = "application/json",
	): Promise<Response> {
		const text = body === undefined ? undefined : JSON.stringify(body);
		return new Promise((answer, fail) => {
			const request = https.request(
				`${this.#server}${path}`,
				{
					method,
					agent: this.#agent,
					timeout: 30_000,
					headers: {
						accept: "application/json",
						...(text === undefined
							? {}
							: {
									"content-type": contentType,
									"content-length": Buffer.byteLength(text),
								}),
					},
				},
				(response) => {
					const chunks: Buffer[] = [];
					response
						.on("data", (chunk: Buffer) => chunks.push(chunk))
						.once("error", fail)
						.once("end", () => {
							const raw = Buffer.concat(chunks).toString("utf8");
							answer({
								status: response.statusCode ?? 0,
								body: raw.startsWith("{") ? JSON.parse(raw) : raw,
							});
						});
				},
			);
			request
				.once("timeout", () =>
					request.destroy(new Error("no answer within 30 s")),
				)
				.once("error", (cause) =>
					fail(
						new LabError({
							code: "api-unreachable",
							what: `the API server does not answer: ${cause.message}`,
							where: `${this.#server}${path}`,
							help: "repair the replica with 'pnpm local-lab up'",
							exit: exitCode.unavailable,
							cause,
						}),
					),
				);
			request.end(text);
		});
	}

	/** @returns the object, or undefined if it does not exist. @throws LabError `api-refused` */
	async get(object: ObjectKey): Promise<ReadObject | undefined> {
		const path = await this.pathOf(object).catch(unknownKind);
		if (path === undefined) return undefined;
		const response = await this.call("GET", path);
		return response.status === 404
			? undefined
			: (accepted(response, "GET", path) as ReadObject);
	}

	/** @returns all objects of a kind; none if the cluster does not know the kind */
	async list(
		apiVersion: string,
		kind: string,
		{ namespace, selector }: { namespace?: string; selector?: string } = {},
	): Promise<ReadObject[]> {
		const resource = await this.#resource(apiVersion, kind).catch(unknownKind);
		if (resource === undefined) return [];
		const query =
			selector === undefined
				? ""
				: `?labelSelector=${encodeURIComponent(selector)}`;
		const path = `${collection(apiVersion, resource, namespace)}${query}`;
		const response = await this.call("GET", path);
		const { items } = accepted(response, "GET", path) as {
			items: readonly ReadObject[];
		};
		// Lists name version and kind of built-in objects once, not in each.
		return items.map((item) => ({ ...item, apiVersion, kind }));
	}

	/** Applies the object server-side; on a conflict our fields win. */
	async apply(object: ReadObject, fieldManager = FIELD_MANAGER): Promise<void> {
		const path = `${await this.pathOf(object)}?fieldManager=${fieldManager}&force=true`;
		const response = await this.call(
			"PATCH",
			path,
			object,
			"application/apply-patch+yaml",
		);
		accepted(response, "PATCH", path);
	}

	/** @returns false if the object exists already; it is left unchanged */
	async create(object: ReadObject): Promise<boolean> {
		const resource = await this.#resource(object.apiVersion, object.kind);
		const path = collection(
			object.apiVersion,
			resource,
			object.metadata.namespace,
		);
		const response = await this.call("POST", path, object);
		if (response.status === 409) return false;
		accepted(response, "POST", path);
		return true;
	}

	/** Merge-patches the object or a subresource such as `/status`. */
	async patch(
		object: ObjectKey,
		change: unknown,
		subresource = "",
	): Promise<void> {
		const path = `${await this.pathOf(object)}${subresource}`;
		const response = await this.call(
			"PATCH",
			path,
			change,
			"application/merge-patch+json",
		);
		accepted(response, "PATCH", path);
	}

	/** @returns false if it did not exist */
	async remove(object: ObjectKey): Promise<boolean> {
		const path = await this.pathOf(object);
		const response = await this.call("DELETE", path);
		if (response.status === 404) return false;
		accepted(response, "DELETE", path);
		return true;
	}

	async pathOf(object: ObjectKey): Promise<string> {
		const { apiVersion, kind, metadata } = object;
		const resource = await this.#resource(apiVersion, kind);
		return `${collection(apiVersion, resource, metadata.namespace)}/${encodeURIComponent(metadata.name)}`;
	}

	async #resource(apiVersion: string, kind: string): Promise<Resource> {
		const known = (await this.#discover(apiVersion)).get(kind);
		if (known !== undefined) return known;
		this.#plurals.delete(apiVersion);
		const found = (await this.#discover(apiVersion)).get(kind);
		if (found !== undefined) return found;
		throw new LabError({
			code: "unknown-kind",
			what: `the cluster does not know the kind ${kind} of ${apiVersion}`,
			where: `${this.#server}${root(apiVersion)}`,
			help: "install the CustomResourceDefinition first",
			exit: exitCode.unavailable,
		});
	}

	#discover(apiVersion: string): Promise<Map<string, Resource>> {
		const known = this.#plurals.get(apiVersion);
		if (known !== undefined) return known;
		const asked = this.call("GET", root(apiVersion)).then(({ body }) => {
			const resources = (body?.resources ?? []) as (Resource & {
				kind: string;
			})[];
			return new Map(
				resources
					.filter(({ name }) => !name.includes("/"))
					.map(({ kind, name, namespaced }) => [kind, { name, namespaced }]),
			);
		});
		this.#plurals.set(apiVersion, asked);
		return asked;
	}
}

interface Resource {
	readonly name: string;
	readonly namespaced: boolean;
}

const root = (apiVersion: string): string =>
	apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;

function collection(
	apiVersion: string,
	{ name, namespaced }: Resource,
	namespace: string | undefined,
): string {
	return namespaced && namespace !== undefined
		? `${root(apiVersion)}/namespaces/${namespace}/${name}`
		: `${root(apiVersion)}/${name}`;
}

function unknownKind(error: unknown): undefined {
	if (error instanceof LabError && error.code === "unknown-kind")
		return undefined;
	throw error;
}

function accepted(response: Response, method: string, path: string) {
	if (response.status >= 200 && response.status < 300) return response.body;
	throw new LabError({
		...refusal(response, method, path),
		exit: exitCode.unavailable,
	});
}

const refusal = ({ status, body }: Response, method: string, path: string) => ({
	code: "api-refused",
	what: body?.message ?? `the API server answers ${status}`,
	where: `${method} ${path}`,
	help: "read the API server's message above",
});
