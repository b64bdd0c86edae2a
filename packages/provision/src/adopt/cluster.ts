import type { ObjectKey, ReadObject } from "@lab/kubernetes";

/** The calls to a cluster's API server that an adoption needs. */
export interface Cluster {
	get(object: ObjectKey): Promise<ReadObject | undefined>;
	list(
		apiVersion: string,
		kind: string,
		within?: { namespace?: string; selector?: string },
	): Promise<ReadObject[]>;
	apply(object: ReadObject): Promise<void>;
	create(object: ReadObject): Promise<boolean>;
	patch(object: ObjectKey, change: unknown): Promise<void>;
	remove(object: ObjectKey): Promise<boolean>;
	pathOf(object: ObjectKey): Promise<string>;
	call(
		method: string,
		path: string,
		body?: unknown,
		contentType?: string,
	): Promise<{
		readonly status: number;
		// biome-ignore lint/suspicious/noExplicitAny: any document the API server sends
		readonly body: any;
	}>;
}

/** Applies an object without persisting it. @returns the API server's refusal, or undefined */
export async function refusalOf(
	cluster: Cluster,
	object: ReadObject,
): Promise<string | undefined> {
	const path = `${await cluster.pathOf(object)}?fieldManager=adoption&force=true&dryRun=All`;
	const { status, body } = await cluster.call(
		"PATCH",
		path,
		object,
		"application/apply-patch+yaml",
	);
	return status < 300 ? undefined : (body?.message ?? `status ${status}`);
}
