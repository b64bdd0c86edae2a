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

/** Requirements that tests may have beyond Node, and a check for each. */
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

/** A requirement of one package's tests. */
export interface Requirement {
	readonly what: string;
	readonly isMet: () => boolean;
}

/**
 * Declares a group of tests that need more than Node. If a requirement is not
 * met, the group is skipped, with the reason in its title; with `REQUIRE_ALL=1`
 * it fails.
 */
export function describeNeeding(
	needs: readonly (Capability | Requirement)[],
	title: string,
	body: () => void,
): void {
	const missing = needs
		.map(
			(need): Requirement =>
				typeof need === "string"
					? { what: need, isMet: capabilities[need] }
					: need,
		)
		.filter(({ isMet }) => !isMet())
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
