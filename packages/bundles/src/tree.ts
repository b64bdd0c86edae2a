import type { FileTree, Finding } from "@lab/core";
import type { Construct } from "constructs";
import { Bundle } from "./bundle.ts";
import { checks } from "./check/registry.ts";
import { type RenderedBundle, renderBundle } from "./render.ts";

/** What the cluster has before Fleet brings anything. */
export interface Platform {
	readonly namespaces: readonly string[];
	/** API groups whose CRDs are there. */
	readonly crdGroups: readonly string[];
}

export interface RenderedTree {
	readonly bundles: readonly RenderedBundle[];
	/** By path below `fleet/`. */
	readonly files: FileTree;
	readonly findings: readonly Finding[];
}

/** Renders every bundle below a construct, and finds all that Fleet would stumble over. */
export function renderTree(scope: Construct, platform: Platform): RenderedTree {
	const bundles = scope.node
		.findAll()
		.filter(Bundle.isBundle)
		.map(renderBundle)
		.sort((a, b) => (a.folder < b.folder ? -1 : 1));
	return {
		bundles,
		files: new Map(
			bundles.flatMap(({ folder, files }) =>
				[...files].map(([path, text]) => [`${folder}/${path}`, text] as const),
			),
		),
		findings: checks.flatMap((check) => check(bundles, platform)),
	};
}
