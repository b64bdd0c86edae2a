import { fault } from "@lab/core";
import type { Check } from "./check.ts";

/** Every object says what it is: Fleet drops a file with one that does not, without a word. */
export const incompleteObject: Check = (bundles) =>
	bundles.flatMap(({ name, source, objects }) =>
		objects
			.filter(
				({ apiVersion, kind, metadata }) =>
					!apiVersion || !kind || !metadata?.name,
			)
			.map((object) =>
				fault({
					code: "incomplete-object",
					what: `${name} holds an object without ${["apiVersion", "kind"].find((key) => !object[key]) ?? "metadata.name"}`,
					where: source,
					help: "give it apiVersion, kind and metadata.name",
				}),
			),
	);

/** No Job that deletes itself: once it is gone Fleet calls the bundle Modified for ever. */
export const jobThatVanishes: Check = (bundles) =>
	bundles.flatMap(({ name, source, objects }) =>
		objects
			.filter(
				({ kind, spec }) =>
					kind === "Job" &&
					(spec as { ttlSecondsAfterFinished?: number } | undefined)
						?.ttlSecondsAfterFinished !== undefined,
			)
			.map(({ metadata }) =>
				fault({
					code: "job-that-vanishes",
					what: `the Job ${metadata.name} of ${name} deletes itself`,
					where: source,
					help: "leave ttlSecondsAfterFinished out, or make it a CronJob",
				}),
			),
	);

/** An empty bundle is skipped by Fleet, and whoever needs it waits for ever. */
export const emptyBundle: Check = (bundles) =>
	bundles
		.filter(
			({ bundle, objects }) =>
				bundle.props.helm === undefined && objects.length === 0,
		)
		.map(({ name, source }) =>
			fault({
				code: "empty-bundle",
				what: `${name} has neither objects nor a chart`,
				where: source,
				help: "give it some, or take it out of the registry",
			}),
		);
