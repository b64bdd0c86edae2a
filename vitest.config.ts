import process from "node:process";
import { configDefaults, defineConfig } from "vitest/config";

/** Boot whole clusters of machines for half an hour; run them with SLOW=1. */
const slow = [
	"test/provisioning/cluster.test.ts",
	"test/provisioning/interruption.test.ts",
];

export default defineConfig({
	test: {
		include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts"],
		exclude: [
			...configDefaults.exclude,
			...(process.env.SLOW === "1" ? [] : slow),
		],
		testTimeout: 30_000,
		hookTimeout: 120_000,
		// With everything there, tests boot machines and clusters: one after the other, each has the machine for itself.
		fileParallelism: process.env.REQUIRE_ALL !== "1",
	},
});
