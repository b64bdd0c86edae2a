import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "@lab/core";
import type { ReadObject } from "@lab/kubernetes";
import type { KubeApi, Response } from "../../access/kube-api.ts";

/** Helm's name as an owner of fields; Fleet applies through Helm. */
const MANAGER = "helm";

/** Kinds that change how the API server answers, without the programs that they point to: tried, but not stored. */
const INERT = new Set([
	"APIService",
	"MutatingWebhookConfiguration",
	"ValidatingWebhookConfiguration",
]);

/**
 * Applies an object server-side, as Helm does.
 *
 * @returns the API server's words if it refuses the object
 */
export async function applyObject(
	api: KubeApi,
	object: ReadObject,
): Promise<string | undefined> {
	const path = await api.pathOf(object).catch((error: unknown) => {
		if (error instanceof LabError && error.code === "unknown-kind") return;
		throw error;
	});
	if (path === undefined)
		return `no CustomResourceDefinition of ${object.kind} is there`;
	const dryRun = INERT.has(object.kind) ? "&dryRun=All" : "";
	const answer = await api.call(
		"PATCH",
		`${path}?fieldManager=${MANAGER}&force=true${dryRun}`,
		storable(object),
		"application/apply-patch+yaml",
	);
	if (!isAccepted(answer)) return wordsOf(answer);
	if (object.kind === "CustomResourceDefinition")
		await untilServed(api, object);
	return undefined;
}

const isAccepted = ({ status }: Response): boolean =>
	status >= 200 && status < 300;

/** The API server's words, without the comparison of the two objects that may follow. */
const wordsOf = ({ status, body }: Response): string =>
	String(body?.message ?? `the API server answers ${status}`)
		.split("\n")[0]
		?.trim() ?? "";

/** A conversion needs a webhook, which does not run here. */
function storable(object: ReadObject): ReadObject {
	if (object.kind !== "CustomResourceDefinition") return object;
	const { conversion: _, ...spec } = object.spec as Record<string, unknown>;
	return { ...object, spec };
}

async function untilServed(api: KubeApi, crd: ReadObject): Promise<void> {
	for (let tries = 0; tries < 600; tries += 1) {
		const { conditions } = ((await api.get(crd))?.status ?? {}) as {
			conditions?: readonly { type: string; status: string }[];
		};
		const established = conditions?.find(({ type }) => type === "Established");
		if (established?.status === "True") return;
		await sleep(50);
	}
}

/** Binds a claim to a volume of its size, as the cluster has done long ago. */
export async function bindClaim(
	api: KubeApi,
	claim: ReadObject,
): Promise<void> {
	const stored = await api.get(claim);
	const { resources } = (stored?.spec ?? {}) as {
		resources?: { requests?: Readonly<Record<string, string>> };
	};
	await api.patch(
		claim,
		{ status: { phase: "Bound", capacity: resources?.requests } },
		"/status",
	);
}
