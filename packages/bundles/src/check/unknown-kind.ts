import { type Finding, fault, nearest } from "@lab/core";
import {
	apiGroupOf,
	findKind,
	isBuiltInGroup,
	kindIds,
	type ReadObject,
} from "@lab/kubernetes";
import { eachObject } from "./_objects.ts";
import { placeOf } from "./_places.ts";
import type { Rule } from "./rule.ts";

/** Every kind and version is served by the API server or defined by a known CRD. */
export const unknownKind: Rule = {
	code: "unknown-kind",
	check: (bundles) =>
		eachObject(bundles, (object, entry) => {
			const { apiVersion, kind } = object;
			return apiVersion && kind && findKind(apiVersion, kind) === undefined
				? [unknown(object, placeOf(entry, object))]
				: [];
		}),
};

function unknown(object: ReadObject, where: string): Finding {
	const { apiVersion, kind } = object;
	const versions = kindIds
		.filter((id) => id.endsWith(`/${kind}`))
		.map((id) => id.slice(0, -kind.length - 1));
	const kinds = kindIds
		.filter((id) => id.startsWith(`${apiVersion}/`))
		.map((id) => id.slice(apiVersion.length + 1));
	const near = nearest(kind, kinds);
	return fault({
		code: "unknown-kind",
		what: `the cluster does not serve ${kind} of ${apiVersion}`,
		where,
		help:
			versions.length > 0
				? `use apiVersion ${versions.join(" or ")}`
				: near !== undefined
					? `did you mean '${near}'?`
					: isBuiltInGroup(apiGroupOf(object))
						? "choose a kind that Kubernetes serves"
						: "add its chart to packages/lab/src/charts.ts, then run 'pnpm lab charts fetch' and 'pnpm lab schemas update'",
	});
}
