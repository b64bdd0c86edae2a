import { describeNeeding } from "@lab/core/testing";
import { afterAll, beforeAll } from "vitest";
import { publicEndpoints } from "./_endpoints.ts";
import { experimentInGit } from "./_parked.ts";
import { TestReplica } from "./_replica.ts";
import { rollOutFromARepository } from "./_roll-out-from-git.ts";
import { stuckBundle } from "./_stuck-bundle.ts";

const MINUTES = 60_000;

/** Suites that leave a replica running share one: a start takes most of their time. */
describeNeeding(["go"], "one replica for several suites:", () => {
	let replica: TestReplica;
	const shared = () => replica;

	beforeAll(async () => {
		replica = await TestReplica.make();
		const { exit, stderr } = await replica.run(["up", "--no-deploy"]);
		if (exit !== 0) throw new Error(stderr);
	}, 40 * MINUTES);

	afterAll(() => replica?.end(), 2 * MINUTES);

	publicEndpoints(shared);
	experimentInGit(shared);
	stuckBundle(shared);
	rollOutFromARepository(shared);
});
