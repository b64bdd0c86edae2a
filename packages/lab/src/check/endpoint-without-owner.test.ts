import { expect, test } from "vitest";

import { facts } from "../facts.ts";
import { endpointWithoutOwner as rule } from "./endpoint-without-owner.ts";

test("an endpoint with an unknown owner: suggests the closest component", () => {
	const { homepage } = facts.endpoints;
	const endpoints = { homepage } as typeof facts.endpoints;
	expect(
		rule.check({ ...facts, endpoints }, { components: ["home-page"] }),
	).toMatchObject([{ help: "did you mean 'home-page'?" }]);
});

test("the platform may own an endpoint", () => {
	const { rancher } = facts.endpoints;
	const endpoints = { rancher } as typeof facts.endpoints;
	expect(rule.check({ ...facts, endpoints }, { components: [] })).toEqual([]);
});
