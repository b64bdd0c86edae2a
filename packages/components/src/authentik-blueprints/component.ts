import { ConfigMap } from "cdk8s-plus-28";
import { outpost } from "../authentik-config/outpost.ts";
import { defineComponent } from "../component.ts";
import { toFile } from "./blueprint.ts";
import { blueprintsOf } from "./blueprints.ts";

/** Name of the ConfigMap that the chart mounts into Authentik's worker. */
export const blueprintsConfigMap = "authentik-blueprints";

/** Identity providers and applications of Authentik. Secrets come from the worker's environment. */
export const authentikBlueprints = defineComponent({
	name: "authentik-blueprints",
	purpose: "logins, providers and applications of Authentik",
	namespace: outpost.namespace,
	adopt: true,
	objects(scope, env) {
		new ConfigMap(scope, "blueprints", {
			metadata: {
				name: blueprintsConfigMap,
				namespace: outpost.namespace,
			},
			data: Object.fromEntries(
				Object.entries(blueprintsOf(env)).map(([file, blueprint]) => [
					file,
					toFile(blueprint),
				]),
			),
		});
	},
});
