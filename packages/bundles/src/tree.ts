import {
	assertNoFaults,
	type FileTree,
	type Finding,
	faultsOf,
} from "@lab/core";
import type { Construct } from "constructs";
import { Bundle } from "./bundle.ts";
import { rules } from "./check/registry.ts";
import type { Platform } from "./platform.ts";
import { type RenderedBundle, renderBundle } from "./render.ts";

export interface RenderedTree {
	readonly bundles: readonly RenderedBundle[];
	/** Files by path relative to `fleet/`. */
	readonly files: FileTree;
	readonly findings: readonly Finding[];
}

/**
 * Renders and checks all bundles below a construct.
 *
 * @throws LabError with the faults of all bundles that cannot be rendered
 */
export function renderTree(scope: Construct, platform: Platform): RenderedTree {
	const faults: Finding[] = [];
	const bundles = scope.node
		.findAll()
		.filter(Bundle.isBundle)
		.flatMap((bundle) => {
			try {
				return renderBundle(bundle);
			} catch (error) {
				faults.push(...faultsOf(error, bundle.name, bundle.props.source));
				return [];
			}
		})
		.sort((a, b) => (a.folder < b.folder ? -1 : 1));
	assertNoFaults(faults);
	return {
		bundles,
		files: new Map(
			bundles.flatMap(({ folder, files }) =>
				[...files].map(([path, text]) => [`${folder}/${path}`, text] as const),
			),
		),
		findings: rules.flatMap(({ check }) => check(bundles, platform)),
	};
}
