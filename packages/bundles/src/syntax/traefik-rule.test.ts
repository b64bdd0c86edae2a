import { expect, test } from "vitest";
import { traefikRules } from "./_traefik-rules.ts";
import { ruleFault } from "./traefik-rule.ts";

/** Traefik accepts them, but they match nothing that anybody asks for. */
const ofTraefik2 = /\{[a-z]+:/;

const protocols = ["http", "tcp"] as const;

test.each(
	protocols.flatMap((protocol) =>
		traefikRules[protocol].refused.map((rule) => [protocol, rule] as const),
	),
)("the %s rule %s is refused, as Traefik refuses it", (protocol, rule) => {
	expect(ruleFault(rule, protocol)).toEqual(expect.any(String));
});

test.each(
	protocols.flatMap((protocol) =>
		traefikRules[protocol].accepted.map((rule) => [protocol, rule] as const),
	),
)("the %s rule %s is accepted, as Traefik accepts it", (protocol, rule) => {
	expect(ruleFault(rule, protocol)).toEqual(
		ofTraefik2.test(rule)
			? expect.stringContaining("placeholder in Traefik 2")
			: undefined,
	);
});

test.each([
	["Host(`a.example.org`", "ends where a , or ) is missing"],
	["Hots(`a`)", "has the matcher Hots, not one of ClientIP, Header"],
	["Host(`a`) and Path(`/`)", "has and where && or || is missing"],
	["Host(`a`, `b`)", "join several matchers with ||"],
	["Host(`a:80`)", "is no host name"],
	["Host(`a`)\n&& Path(`/`)", "has a line break before &&"],
])("%s: %s", (rule, why) => {
	expect(ruleFault(rule, "http")).toContain(why);
});
