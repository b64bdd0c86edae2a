import { findExperiment, planFor } from "@lab/experiments";
import { expect, test } from "vitest";
import { planText } from "./_plan-text.ts";

const provenance = { commit: "0", dirty: false, versions: {}, machines: [] };

const textOf = (
	name: string,
	settings: Readonly<Record<string, string>> = {},
	backend: "cluster" | "process" = "cluster",
) => planText(planFor(findExperiment(name), { backend, settings, provenance }));

/** Images in the suggested command that pins their digests. */
const pinIn = (text: string) =>
	/pnpm experiment pin .*/.exec(text)?.[0].split(" ").slice(3) ?? [];

test("images by tag, sidecars too, are listed with the command that pins their digests", () => {
	const byTag = pinIn(textOf("waku-store"));
	expect(byTag).toContain("soutullostatus/getenr:v0.5.0");
	expect(byTag).toHaveLength(new Set(byTag).size);
	// Its digest is committed.
	expect(byTag).not.toContain("postgres:15.1-alpine");
});

test("an image set as a parameter counts as by tag unless it has a digest", () => {
	const tag = "registry.example/node:1.2";
	expect(pinIn(textOf("kad-dht", { image: tag }))).toContain(tag);
	const digest = `sha256:${"0".repeat(64)}`;
	const pinned = textOf("kad-dht", { image: `${tag}@${digest}` });
	expect(pinned).toContain(`${tag}@${digest}, StatefulSet`);
	expect(pinIn(pinned)).toEqual([]);
});

test("processes are shown by their program, without an image", () => {
	const text = textOf("gossip-smoke", {}, "process");
	expect(pinIn(text)).toEqual([]);
	expect(text).toContain("pod: 30 of test-node, 10 per process");
	expect(text).not.toMatch(/of pearsonwhite/);
});

test("a bound has the unit of its measure", () => {
	expect(textOf("gossip-smoke")).toContain("latency.max <= 10000 ms");
});
