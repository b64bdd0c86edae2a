import process from "node:process";
import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts"],
		testTimeout: 30_000,
		hookTimeout: 120_000,
		// With everything there, tests boot machines and clusters: one after the other, each has the machine for itself.
		fileParallelism: process.env.REQUIRE_ALL !== "1",
	},
});
