/** Synthesises any number of bundles of six objects each. */
import process from "node:process";
import { Bundle, renderTree, synth } from "@lab/bundles";
import { ApiObject, App } from "cdk8s";

const [, , folder = "", bundles = "0"] = process.argv;
const app = new App();
for (let index = 0; index < Number(bundles); index++) {
	const bundle = new Bundle(app, `bundle-${index}`, {
		namespace: `space-${index}`,
		source: "bench",
	});
	for (let object = 0; object < 6; object++) {
		new ApiObject(bundle.objects, `object-${object}`, {
			apiVersion: "v1",
			kind: "ConfigMap",
			metadata: {
				name: `object-${object}`,
				labels: { app: `bundle-${index}` },
			},
			data: Object.fromEntries(
				Array.from({ length: 10 }, (_, key) => [
					`key-${key}`,
					`value ${key} of ${index}`,
				]),
			),
		} as never);
	}
}
const tree = renderTree(app, { namespaces: [], crdGroups: [] });
await synth(tree, folder, { acceptDestructive: true });
