import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { victoriaLogsExternal } from "./component.ts";

const { values, object } = renderComponent(victoriaLogsExternal);

test("bandwidth and request rate of public readers are limited", () => {
	expect(values).toMatchObject({
		vlselect: {
			podAnnotations: { "kubernetes.io/egress-bandwidth": "200M" },
		},
	});
	expect(object("Middleware", "public-logs-rate-limit").spec).toMatchObject({
		rateLimit: { average: 100, burst: 200, period: "1s" },
	});
	expect(object("Middleware", "public-logs-at-once").spec).toEqual({
		inFlightReq: { amount: 50, sourceCriterion: { requestHost: true } },
	});
});

test.each([
	["https://public.log.lab.vac.dev", true],
	["https://public.log.lab.vac.dev/", true],
	["http://public.log.lab.vac.dev/select/", true],
	["https://public.log.lab.vac.dev/metrics", false],
	["https://public.log.lab.vac.dev/select/vmui", false],
	["https://public.log.lab.vac.dev/select/logsql/query", false],
	["https://public-log.lab.vac.dev/", false],
])("%s redirects to the search page: %s", (url, redirected) => {
	const { redirectRegex } = object("Middleware", "public-logs-start").spec as {
		redirectRegex: { regex: string; replacement: string };
	};
	expect(new RegExp(redirectRegex.regex).test(url)).toBe(redirected);
	expect(redirectRegex.replacement).toBe(
		"https://public.log.lab.vac.dev/select/vmui",
	);
});

test("only the API for reading is served, and the root for its redirect", () => {
	const [rule] = (
		object("Ingress", "public-logs").spec as {
			rules: { http: { paths: { path: string; pathType: string }[] } }[];
		}
	).rules;
	expect(
		rule?.http.paths.map(({ path, pathType }) => [path, pathType]),
	).toEqual([
		["/select", "Prefix"],
		["/", "Exact"],
	]);
});

test("middlewares run in order: redirect to https, rate limit, redirect to the start page", () => {
	const { annotations = {} } = object("Ingress", "public-logs").metadata;
	expect(
		annotations["traefik.ingress.kubernetes.io/router.middlewares"]?.split(","),
	).toEqual([
		"default-redirect-https@kubernetescrd",
		"victorialogs-external-public-logs-rate-limit@kubernetescrd",
		"victorialogs-external-public-logs-at-once@kubernetescrd",
		"victorialogs-external-public-logs-start@kubernetescrd",
	]);
});

test.each(Object.values(environments))(
	"it passes every check in $name",
	(env) => {
		expect(renderComponent(victoriaLogsExternal, env).faults).toEqual([]);
	},
);
