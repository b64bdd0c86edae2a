import { fault } from "@lab/core";
import { groupsDefinedBy } from "../groups.ts";
import { renderBundle } from "../render.ts";
import type { UpdateRule } from "./rule.ts";

/** A chart whose version changes does not leave its CRDs behind, as Helm leaves those in `crds/`. */
export const crdsLeftBehind: UpdateRule = {
	code: "crds-left-behind",
	check: (was, { name, source, fleetYaml, bundle }) => {
		const { helm } = bundle.props;
		const before = was.fleetYaml.helm;
		if (helm?.crdsInstalledOnce === undefined || before === undefined)
			return [];
		if (
			before.chart !== fleetYaml.helm?.chart ||
			before.version === helm.version
		)
			return [];
		const elsewhere = new Set(
			[...bundle.allNeeds].flatMap((need) =>
				groupsDefinedBy(renderBundle(need)),
			),
		);
		return helm.crdsInstalledOnce
			.filter((group) => !elsewhere.has(group))
			.map((group) =>
				fault({
					code: "crds-left-behind",
					what: `${name} goes from ${helm.chart} ${before.version} to ${helm.version}, but its CRDs of ${group} stay those of ${before.version}: Helm never upgrades what is in crds/`,
					where: source,
					help: "bring the CRDs in a bundle of their own that this one needs, or apply the new ones by hand before the roll-out ('kubectl apply --server-side') and run synth with --accept-refused",
				}),
			);
	},
};
