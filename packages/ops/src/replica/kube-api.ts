import { readFile } from "node:fs/promises";
import https from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { exitCode, fromYaml, LabError } from "@lab/core";

/** An object of the cluster, as far as we look into it. */
export interface KubeObject {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: {
		readonly name: string;
		readonly namespace?: string;
		readonly labels?: Readonly<Record<string, string>>;
		readonly annotations?: Readonly<Record<string, string>>;
		readonly [key: string]: unknown;
	};
	readonly [key: string]: unknown;
}

interface Kubeconfig {
	readonly clusters: readonly {
		cluster: Record<string, string>;
	}[];
	readonly users: readonly { user: Record<string, string> }[];
}

export interface Response {
	readonly status: number;
	// biome-ignore lint/suspicious/noExplicitAny: whatever the API server sends
	readonly body: any;
}

const FIELD_MANAGER = "vaclab";
const PATIENT_CALLS = 80;

/** The API server of one cluster, spoken to without kubectl: a call takes milliseconds. */
export class KubeApi {
	readonly #agent: https.Agent;
	readonly #server: string;
	readonly #plurals = new Map<string, Promise<Map<string, Resource>>>();

	private constructor(agent: https.Agent, server: string) {
		this.#agent = agent;
		this.#server = server;
	}

	/** Reads exactly this kubeconfig, which has one cluster and one user. */
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
	 * One call, whatever comes back; a server that asks for patience, as one
	 * does that has just started, gets it.
	 *
	 * @throws LabError `api-unreachable`
	 */
	async call(
		method: string,
		path: string,
		body?: unknown,
		contentType?: string,
	): Promise<Response> {
		for (let left = PATIENT_CALLS; ; left--) {
			const response = await this.#callOnce(method, path, body, contentType);
			if (response.status !== 429 || left === 0) return response;
			await sleep(250);
		}
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
				.once("timeout", () => request.destroy(new Error("no answer in 30 s")))
				.once("error", (cause) =>
					fail(
						new LabError({
							code: "api-unreachable",
							what: `the API server does not answer: ${cause.message}`,
							where: `${this.#server}${path}`,
							help: "mend the replica with 'pnpm local-lab up'",
							exit: exitCode.letDown,
							cause,
						}),
					),
				);
			request.end(text);
		});
	}

	/** @returns the object, or undefined when there is none. @throws LabError `api-refused` */
	async get(
		object: Pick<KubeObject, "apiVersion" | "kind" | "metadata">,
	): Promise<KubeObject | undefined> {
		const path = await this.pathOf(object).catch(unknownKind);
		if (path === undefined) return undefined;
		const response = await this.call("GET", path);
		return response.status === 404
			? undefined
			: (accepted(response, "GET", path) as KubeObject);
	}

	/** @returns all objects of a kind; none when nobody knows the kind */
	async list(
		apiVersion: string,
		kind: string,
		{ namespace, selector }: { namespace?: string; selector?: string } = {},
	): Promise<KubeObject[]> {
		const resource = await this.#resource(apiVersion, kind).catch(unknownKind);
		if (resource === undefined) return [];
		const query =
			selector === undefined
				? ""
				: `?labelSelector=${encodeURIComponent(selector)}`;
		const path = `${collection(apiVersion, resource, namespace)}${query}`;
		const response = await this.call("GET", path);
		return accepted(response, "GET", path).items as KubeObject[];
	}

	/** Makes the cluster hold the object as given: server-side apply, ours where others disagree. */
	async apply(object: KubeObject, fieldManager = FIELD_MANAGER): Promise<void> {
		const path = `${await this.pathOf(object)}?fieldManager=${fieldManager}&force=true`;
		const response = await this.call(
			"PATCH",
			path,
			object,
			"application/apply-patch+yaml",
		);
		accepted(response, "PATCH", path);
	}

	/** @returns false when it is there already, which is then left as it is */
	async create(object: KubeObject): Promise<boolean> {
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

	/** A merge patch, of the object or of a part such as `/status`. */
	async patch(
		object: Pick<KubeObject, "apiVersion" | "kind" | "metadata">,
		change: unknown,
		part = "",
	): Promise<void> {
		const path = `${await this.pathOf(object)}${part}`;
		const response = await this.call(
			"PATCH",
			path,
			change,
			"application/merge-patch+json",
		);
		accepted(response, "PATCH", path);
	}

	/** @returns false when it was not there */
	async remove(
		object: Pick<KubeObject, "apiVersion" | "kind" | "metadata">,
	): Promise<boolean> {
		const path = await this.pathOf(object);
		const response = await this.call("DELETE", path);
		if (response.status === 404) return false;
		accepted(response, "DELETE", path);
		return true;
	}

	async pathOf(
		object: Pick<KubeObject, "apiVersion" | "kind" | "metadata">,
	): Promise<string> {
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
			what: `the cluster knows no ${kind} of ${apiVersion}`,
			where: `${this.#server}${root(apiVersion)}`,
			help: "install the CustomResourceDefinition first",
			exit: exitCode.letDown,
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
		code: "api-refused",
		what: response.body?.message ?? `the API server answers ${response.status}`,
		where: `${method} ${path}`,
		help: "read what the API server says above",
		exit: exitCode.letDown,
	});
}
