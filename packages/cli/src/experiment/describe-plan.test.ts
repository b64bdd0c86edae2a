import { findExperiment, planFor } from "@lab/experiments";
import { expect, test } from "vitest";
import { planText } from "./describe-plan.ts";

const provenance = { commit: "0", dirty: false, versions: {}, machines: [] };

const textOf = (
	name: string,
	settings: Readonly<Record<string, string>> = {},
	backend: "cluster" | "process" = "cluster",
) => planText(planFor(findExperiment(name), { backend, settings, provenance }));

/** The command that would note the digests of what goes by tag. */
const pinIn = (text: string) =>
	/pnpm experiment pin .*/.exec(text)?.[0].split(" ").slice(3) ?? [];

test("what goes by tag is named with the command that notes its digest, side containers too", () => {
	const byTag = pinIn(textOf("waku-store"));
	expect(byTag).toContain("soutullostatus/getenr:v0.5.0");
	expect(byTag).toHaveLength(new Set(byTag).size);
	// Its digest is committed.
	expect(byTag).not.toContain("postgres:15.1-alpine");
});

test("an image that a person sets is one by tag, unless a digest stands behind it", () => {
	const tag = "registry.example/node:1.2";
	expect(pinIn(textOf("kad-dht", { image: tag }))).toContain(tag);
	const digest = `sha256:${"0".repeat(64)}`;
	const pinned = textOf("kad-dht", { image: `${tag}@${digest}` });
	expect(pinned).toContain(`${tag}@${digest}, StatefulSet`);
	expect(pinIn(pinned)).toEqual([]);
});

test("processes pull no image, and are told as the program that they are", () => {
	const text = textOf("gossip-smoke", {}, "process");
	expect(pinIn(text)).toEqual([]);
	expect(text).toContain("pod: 30 of test-node, 10 in a process");
	expect(text).not.toMatch(/of pearsonwhite/);
});

test("a bound has the unit of what it bounds", () => {
	expect(textOf("gossip-smoke")).toContain("latency.max <= 10000 ms");
});
