import { ConfigMap } from "cdk8s-plus-28";
import { defineComponent } from "../component.ts";

/** My component: describe it here. */
export const myComponent = defineComponent({
	name: "my-component",
	purpose: "my-component: describe its purpose here",
	namespace: "vaclab-system",
	objects: (scope, env) => {
		new ConfigMap(scope, "my-component", {
			metadata: { name: "my-component" },
			data: { domain: env.domain },
		});
	},
});
