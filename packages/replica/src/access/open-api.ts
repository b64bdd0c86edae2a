import { LabError } from "@lab/core";
import type { KubeApi } from "./kube-api.ts";

/**
 * Reads every document of an API server's `/openapi/v3`, one per API group and version.
 *
 * @throws LabError `api-refused` if one cannot be read
 */
export async function readOpenApi(api: KubeApi): Promise<unknown[]> {
	const root = await read(api, "/openapi/v3");
	const documents: unknown[] = [];
	for (const { serverRelativeURL } of Object.values(root.paths))
		documents.push(await read(api, serverRelativeURL));
	return documents;
}

interface Root {
	readonly paths: Readonly<Record<string, { serverRelativeURL: string }>>;
}

async function read(api: KubeApi, path: string): Promise<Root> {
	const { status, body } = await api.call("GET", path);
	if (status === 200) return body as Root;
	throw new LabError({
		code: "api-refused",
		what: `the API server answers ${status} to a request for its schemas`,
		where: path,
		help: "try again; this machine may have been busy",
	});
}
