/** A synth that a test can kill: says when it starts to write. */
import process from "node:process";
import { ApiObject, App } from "cdk8s";
import { Bundle } from "./bundle.ts";
import { synth } from "./synth.ts";
import { renderTree } from "./tree.ts";

const [, , folder, count] = process.argv;
const app = new App();
for (let index = 0; index < Number(count); index++) {
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
}
const tree = renderTree(app, { namespaces: ["default"], crdGroups: [] });
process.stdout.write("writing\n");
await synth(tree, String(folder));
