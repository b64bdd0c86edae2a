import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, test } from "vitest";

const onPath = (program: string): boolean =>
	(process.env.PATH ?? "").split(delimiter).some((folder) => {
		try {
			accessSync(join(folder, program), constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});

/** What a test may need beyond Node, and how one sees whether it is there. */
export const capabilities = {
	git: () => onPath("git"),
	go: () => onPath("go"),
	root: () => process.getuid?.() === 0,
	python: () => onPath("python3"),
	docker: () => onPath("dockerd"),
	chromium: () => onPath("chromium"),
	debootstrap: () => onPath("debootstrap"),
	java: () => onPath("javac") && onPath("mvn"),
} as const satisfies Record<string, () => boolean>;

export type Capability = keyof typeof capabilities;

/** A need that only one package has. */
export interface OwnNeed {
	readonly what: string;
	readonly there: () => boolean;
}

/**
 * A group of tests that needs more than Node. Where that is missing the group
 * is skipped, with the reason in its title; with `REQUIRE_ALL=1` it fails.
 */
export function describeNeeding(
	needs: readonly (Capability | OwnNeed)[],
	title: string,
	body: () => void,
): void {
	const missing = needs
		.map(
			(need): OwnNeed =>
				typeof need === "string"
					? { what: need, there: capabilities[need] }
					: need,
		)
		.filter(({ there }) => !there())
		.map(({ what }) => what);
	if (missing.length === 0) {
		describe(title, body);
		return;
	}
	const reason = `${title} (needs ${missing.join(", ")})`;
	if (process.env.REQUIRE_ALL === "1") {
		test(reason, () => {
			throw new Error(
				`REQUIRE_ALL=1, and this machine has no ${missing.join(", ")}`,
			);
		});
		return;
	}
	describe.skip(reason, body);
}
