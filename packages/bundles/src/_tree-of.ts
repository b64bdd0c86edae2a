import { ApiObject, App } from "cdk8s";
import { Bundle } from "./bundle.ts";
import { renderTree } from "./tree.ts";

export const platform = { namespaces: ["default"], crdGroups: [] };

/** Tree of the tests: a number of bundles, each with one ConfigMap. */
export function treeOf(
	count: number,
	change: (bundle: Bundle, index: number) => void = () => {},
) {
	const app = new App();
	for (let index = 0; index < count; index++) {
		const bundle = new Bundle(app, `bundle-${index}`, {
			namespace: "default",
			source: "test",
		});
		new ApiObject(bundle.objects, "config", {
			apiVersion: "v1",
			kind: "ConfigMap",
			metadata: { name: `config-${index}` },
			data: { word: "on" },
		} as never);
		change(bundle, index);
	}
	return renderTree(app, platform);
}
