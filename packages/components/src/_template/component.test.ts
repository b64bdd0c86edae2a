import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { myComponent } from "./component.ts";

test.each(Object.values(environments))(
	"its ConfigMap has the domain of $name",
	(env) => {
		const { object, faults } = renderComponent(myComponent, env);
		expect(object("ConfigMap", "my-component").data).toEqual({
			domain: env.domain,
		});
		expect(faults).toEqual([]);
	},
);
