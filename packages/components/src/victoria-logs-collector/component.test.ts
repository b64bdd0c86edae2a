import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { components } from "../registry.ts";
import { victoriaLogsCollector } from "./component.ts";

const { values } = renderComponent(victoriaLogsCollector) as unknown as {
	values: {
		remoteWrite: { url: string }[];
		collector: { excludeFilter: string };
		tolerations: unknown[];
	};
};
const excluded =
	/^kubernetes\.pod_namespace:in\((.+)\)$/
		.exec(values.collector.excludeFilter)?.[1]
		?.split(",") ?? [];

test("it writes to the lab's own log store", () => {
	expect(values.remoteWrite).toEqual([
		{
			url: "http://vlc-victoria-logs-cluster-vlinsert.victorialogs:9481/insert/native",
		},
	]);
});

test("logs of components are excluded, those of experiments are collected", () => {
	const own = components
		.map(({ namespace }) => namespace)
		.filter((namespace) => namespace !== "default");
	expect(excluded).toEqual(expect.arrayContaining(own));
	expect(excluded).not.toContain("default");
	expect(excluded).not.toContain("zerotesting");
});

test("it also runs on the monitoring node", () => {
	expect(values.tolerations).toMatchObject([{ key: "dedicated" }]);
});

test.each(Object.values(environments))(
	"it passes every check in $name",
	(env) => {
		expect(renderComponent(victoriaLogsCollector, env).faults).toEqual([]);
	},
);
