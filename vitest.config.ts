import { availableParallelism } from "node:os";
import process from "node:process";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/vitest/order.ts";

/** Set by `.ci/run`: no test may be skipped, and machines and clusters are booted. */
const everything = process.env.REQUIRE_ALL === "1";

/** Suites that start programs of `packages/toolchain/src/tools.ts`, which are built while other tests run. */
const startsPrograms = [
	"test/analysis/{end-to-end,log-sources,metric-sources,report}.test.ts",
	"test/experiments/{pin,rehearsal}.test.ts",
	"test/{fleet,kyverno,monitoring,replica}/*.test.ts",
	"test/runner/{cluster,inside,partition,stores}.test.ts",
	"test/toolchain/{charts,charts-fetch,go-build}.test.ts",
];

export default defineConfig({
	test: {
		// Long enough for a slow, busy machine; a hanging test still fails.
		testTimeout: 120_000,
		hookTimeout: 600_000,
		pool: "forks",
		// Suites that boot machines mostly wait, so one more process fits.
		poolOptions: {
			forks: { maxForks: availableParallelism() + (everything ? 1 : 0) },
		},
		setupFiles: ["./test/vitest/yield.ts"],
		sequence: { sequencer: LongestFirst },
		reporters: ["default", "./test/vitest/minutes.ts"],
		projects: [
			{
				extends: true,
				test: {
					name: "packages",
					include: ["packages/*/src/**/*.test.ts"],
					// One process loads cdk8s and the lab's facts only once, which halves the
					// work, while the other processors build programs.
					poolOptions: {
						forks: { singleFork: everything, isolate: !everything },
					},
					sequence: { groupOrder: 0 },
				},
			},
			{
				extends: true,
				test: {
					name: "repository",
					include: ["test/**/*.test.ts"],
					exclude: startsPrograms,
					sequence: { groupOrder: 1 },
				},
			},
			{
				extends: true,
				test: {
					name: "programs",
					include: startsPrograms,
					globalSetup: "./test/vitest/endpoint-port.ts",
					setupFiles: everything ? ["./test/vitest/programs.ts"] : [],
					sequence: { groupOrder: 1 },
				},
			},
		],
	},
});
