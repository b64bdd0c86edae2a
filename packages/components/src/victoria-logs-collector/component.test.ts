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

test("it writes into the lab's own log store", () => {
	expect(values.remoteWrite).toEqual([
		{
			url: "http://vlc-victoria-logs-cluster-vlinsert.victorialogs:9481/insert/native",
		},
	]);
});

test("no component's own logs are collected, those of an experiment are", () => {
	const own = components
		.map(({ namespace }) => namespace)
		.filter((namespace) => namespace !== "default");
	expect(excluded).toEqual(expect.arrayContaining(own));
	expect(excluded).not.toContain("default");
	expect(excluded).not.toContain("zerotesting");
});

test("it runs on the monitoring node too", () => {
	expect(values.tolerations).toMatchObject([{ key: "dedicated" }]);
});

test.each(Object.values(environments))("every rule holds in $name", (env) => {
	expect(renderComponent(victoriaLogsCollector, env).faults).toEqual([]);
});
