import { type Finding, fault } from "@lab/core";
import { titleOf } from "@lab/kubernetes";
import { ruledValues } from "@lab/kubernetes/cel";
import type { RenderedBundle } from "./render.ts";

/**
 * Findings about custom resources that break a CEL rule of their CRD.
 *
 * They are apart from the other checks, because the interpreter of CEL is loaded
 * only if an object has such a rule; few have.
 */
export async function crdRuleFindings(
	bundles: readonly RenderedBundle[],
): Promise<Finding[]> {
	const ruled = bundles.flatMap((entry) =>
		entry.objects.flatMap((object) =>
			ruledValues(object).map((value) => ({ ...value, entry, object })),
		),
	);
	if (ruled.length === 0) return [];
	const { brokenRules } = await import("@lab/kubernetes/cel/evaluate");
	return brokenRules(ruled).map(({ path, rule, message, entry, object }) =>
		fault({
			code: "broken-crd-rule",
			what: `${path} of ${titleOf(object)} breaks a rule of its CRD: ${message ?? rule}`,
			where: `${entry.source}: ${titleOf(object)}: ${path}`,
			help: `make this true, with self for ${path}: ${rule}`,
		}),
	);
}
