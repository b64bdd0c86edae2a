import { type Finding, fault } from "@lab/core";
import type { RenderedBundle } from "../render.ts";
import {
	shown,
	shrinks,
	type ValueChange,
	valueChanges,
} from "./_chart-values.ts";
import { objectFindings } from "./_object-changes.ts";
import type { UpdateRule } from "./rule.ts";

const code = "immutable-change";

/** No object changes in a field that the API server keeps for ever. */
export const immutableChange: UpdateRule = {
	code,
	check: (was, is) => [
		...objectFindings(code, was, is),
		...valueChanges(was, is)
			.filter((change) => !shrinks(change) && isFixed(change))
			.map((change) => ofValue(change, is)),
	],
};

/** Fields of a volume that become part of its claim. */
const CLAIM =
	/^(storageClass(Name)?|accessModes?|volumeMode|volumeName|selector(Labels)?|dataSource)(\.|$)/;
/** Further ones that become part of a claim template. */
const TEMPLATE =
	/^(enabled|size|name|annotations|(extra)?[lL]abels|matchLabels|existingClaim)(\.|$)/;

function isFixed({ volume }: ValueChange): boolean {
	if (volume === undefined) return false;
	const { of, field } = volume;
	return (
		CLAIM.test(field) ||
		(of.becomes === "claim-template" && TEMPLATE.test(field))
	);
}

const ofValue = (
	{ path, was, is, volume }: ValueChange,
	{ name, source, namespace }: RenderedBundle,
): Finding =>
	fault({
		code,
		what: `${path} of ${name} changes from ${shown(was)} to ${shown(is)}, and the API server refuses that: it becomes part of ${volume?.of.becomes === "claim-template" ? "a StatefulSet's volumeClaimTemplates" : "a PersistentVolumeClaim"}`,
		where: `${source}: helm.values.${path}`,
		help:
			volume?.of.becomes === "claim-template"
				? `keep the old value, or delete the StatefulSet just before the roll-out, with its pods left running: 'kubectl delete statefulset <name> --namespace ${namespace} --cascade=orphan' (claims that exist keep their size and class: enlarge them with 'kubectl patch pvc')`
				: "keep the old value, or give the claim a new name and copy the data",
	});
