import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { victoriaLogsExternal } from "./component.ts";

const { values, object } = renderComponent(victoriaLogsExternal);

test("public readers are slowed down before they slow the lab down", () => {
	expect(values).toMatchObject({
		vlselect: {
			podAnnotations: { "kubernetes.io/egress-bandwidth": "200M" },
		},
	});
	expect(object("Middleware", "public-logs-rate-limit").spec).toMatchObject({
		rateLimit: { average: 100, burst: 200 },
	});
});

test.each([
	["https://public.log.lab.vac.dev", true],
	["https://public.log.lab.vac.dev/", true],
	["http://public.log.lab.vac.dev/select/", true],
	["https://public.log.lab.vac.dev/select/vmui", false],
	["https://public.log.lab.vac.dev/select/logsql/query", false],
	["https://public-log.lab.vac.dev/", false],
])("who opens %s is sent to the search page: %s", (url, redirected) => {
	const { redirectRegex } = object("Middleware", "public-logs-start").spec as {
		redirectRegex: { regex: string; replacement: string };
	};
	expect(new RegExp(redirectRegex.regex).test(url)).toBe(redirected);
	expect(redirectRegex.replacement).toBe(
		"https://public.log.lab.vac.dev/select/vmui",
	);
});

test("each request meets the redirect to https, the rate limit and the start page, in this order", () => {
	const { annotations = {} } = object("Ingress", "public-logs").metadata;
	expect(
		annotations["traefik.ingress.kubernetes.io/router.middlewares"]?.split(","),
	).toEqual([
		"default-redirect-https@kubernetescrd",
		"victorialogs-external-public-logs-rate-limit@kubernetescrd",
		"victorialogs-external-public-logs-start@kubernetescrd",
	]);
});

test.each(Object.values(environments))("every rule holds in $name", (env) => {
	expect(renderComponent(victoriaLogsExternal, env).faults).toEqual([]);
});
