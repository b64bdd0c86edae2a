import { fault, warning } from "@lab/core";
import type { UpdateRule } from "./rule.ts";
import { obstacle } from "./upgrade-path.ts";

/** Every program is upgraded in steps that its authors support. */
export const unsupportedUpgrade: UpdateRule = {
	code: "unsupported-upgrade",
	check: (was, { name, source, fleetYaml, bundle }) => {
		const { chart, version } = was.fleetYaml.helm ?? {};
		const path = bundle.props.helm?.upgrades;
		const { helm } = fleetYaml;
		if (path === undefined || version === undefined) return [];
		if (chart !== helm?.chart || helm?.version === undefined) return [];
		const found = obstacle(version, helm.version, path);
		if (found === undefined) return [];
		const finding = {
			code: "unsupported-upgrade",
			what: `${name} goes from ${chart} ${version} to ${helm.version}, and ${found.why} (${path.source})`,
			where: source,
			help: found.help,
		};
		return [path.recommended === true ? warning(finding) : fault(finding)];
	},
};
