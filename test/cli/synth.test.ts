import {
	cp,
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	rm,
	symlink,
	writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTree, run, tryRun } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const main = join(root, "packages/cli/src/main.ts");

let committed: ReadonlyMap<string, string>;
let out: string;
let fleet: string;

beforeAll(async () => {
	committed = await readTree(join(root, "fleet"));
});

beforeEach(async () => {
	out = await mkdtemp(join(tmpdir(), "synth-"));
	fleet = join(out, "fleet");
	await cp(join(root, "fleet"), fleet, { recursive: true });
});

afterEach(() => rm(out, { recursive: true }));

interface Called {
	/** Command that runs synth, such as `unshare`. */
	readonly inside?: readonly string[];
	/** Further arguments. */
	readonly words?: readonly string[];
}

/** Runs `pnpm synth` on the folder. */
async function synth({ inside = [], words = [] }: Called = {}) {
	const [program = "", ...rest] = [
		...inside,
		...["node", "--import", "tsx", main, "synth"],
		...["--env", "vaclab", "--out", out, ...words],
	];
	const { exit, stdout, stderr } = await tryRun(program, rest, {
		cwd: root,
		timeout: "2m",
	});
	expect(stderr).not.toMatch(/^ +at \S+ \(?(file|node):/m);
	return { exit, said: stdout + stderr };
}

const check = () => synth({ words: ["--check"] });
const isWhole = async () => expect(await readTree(fleet)).toEqual(committed);

const path = "homepage/fleet.yaml";
const unmerged = (text: string): string => {
	const [head = "", ...lines] = text.split("\n");
	return [
		...[head, "<<<<<<< HEAD", ...lines.slice(0, 3), "======="],
		...["name: other", ">>>>>>> theirs", ...lines.slice(3)],
	].join("\n");
};

test("synth --check fails on everything that synth changes, and passes after it", async () => {
	await writeFile(join(fleet, path), `${committed.get(path)}# a word\n`);
	await mkdir(join(fleet, "hubble/more"));
	await writeFile(join(fleet, "authentik/fleet.yaml"), "");
	const linked = join(fleet, "kyverno/fleet.yaml");
	await cp(linked, join(out, "elsewhere.yaml"));
	await rm(linked);
	await symlink("../../elsewhere.yaml", linked);
	const checked = await check();
	expect(checked.exit).toBe(1);
	expect(checked.said).toContain(`~ ${path}: not as synth writes it`);
	expect(checked.said).toContain("~ hubble/more/: not as synth writes it");
	expect(checked.said).toContain("~ authentik: fleet.yaml");
	expect(checked.said).toContain("~ kyverno: fleet.yaml");
	expect((await synth()).exit).toBe(0);
	await isWhole();
	expect((await check()).exit).toBe(0);
});

test("a link that synth did not write is reported, and not removed", async () => {
	await symlink("fleet.yaml", join(fleet, "homepage/link.yaml"));
	for (const { exit, said } of [await check(), await synth()]) {
		expect(exit).toBe(2);
		expect(said).toContain("error[stray-file]: homepage/link.yaml");
	}
	expect(await readdir(join(fleet, "homepage"))).toContain("link.yaml");
});

test("two synths at once succeed, and the tree is complete", async () => {
	await rm(fleet, { recursive: true });
	const both = await Promise.all([synth(), synth()]);
	expect(both.map(({ exit }) => exit)).toEqual([0, 0]);
	await isWhole();
});

describeNeeding(["git"], "in a Git repository, synth", () => {
	const git = async (...words: string[]) =>
		(
			await tryRun("git", words, {
				cwd: out,
				timeout: "1m",
				env: {
					GIT_CONFIG_GLOBAL: "/dev/null",
					GIT_AUTHOR_NAME: "a",
					GIT_AUTHOR_EMAIL: "a@example.org",
					GIT_COMMITTER_NAME: "a",
					GIT_COMMITTER_EMAIL: "a@example.org",
				},
			})
		).stdout;
	const commit = async () => {
		await git("add", "--all");
		await git("commit", "--quiet", "--message", "a state");
	};

	beforeEach(async () => {
		await git("init", "--quiet", "--initial-branch=main");
		await cp(join(root, ".gitattributes"), join(out, ".gitattributes"));
		await commit();
	});

	test("resolves a merge of two branches that changed the same generated file", async () => {
		for (const [branch, word] of [
			["ours", "one"],
			["theirs", "two"],
		] as const) {
			await git("checkout", "--quiet", "-b", branch, "main");
			const text = await readFile(join(fleet, path), "utf8");
			await writeFile(
				join(fleet, path),
				text.replace(/^name: .*$/m, `name: ${word}`),
			);
			await commit();
		}
		await git("merge", "ours");
		expect(await git("status", "--short")).toContain(`UU fleet/${path}`);
		expect(await readFile(join(fleet, path), "utf8")).not.toContain("<<<<<<<");
		const stopped = await synth();
		expect(stopped.said).toContain("its name was two");
		expect((await synth({ words: ["--accept-destructive"] })).exit).toBe(0);
		await isWhole();
		await commit();
		expect(await git("status", "--short")).toBe("");
	});

	test("reports what would be destroyed from the last commit if a file has a conflict", async () => {
		const gone = "gone/fleet.yaml";
		const text = `${committed.get(path)?.split("\n")[0]}\nname: gone\n`;
		await mkdir(join(fleet, "gone"));
		await writeFile(join(fleet, gone), text);
		await commit();
		await writeFile(join(fleet, gone), unmerged(text));
		const { exit, said } = await synth();
		expect(exit).toBe(2);
		expect(said).toContain(
			"error[destructive-change]: Fleet would delete every object of the bundle gone",
		);
		expect((await synth({ words: ["--accept-destructive"] })).exit).toBe(0);
		await isWhole();
	});

	const storageClass = "storage/storageclass-longhorn-vaclab.yaml";

	test("stops at a change that the API server refuses, compared with the last commit", async () => {
		const text = String(committed.get(storageClass));
		const older = text.replace(
			'numberOfReplicas: "2"',
			'numberOfReplicas: "3"',
		);
		await writeFile(join(fleet, storageClass), older);
		await commit();
		// Whatever is on disk, the cluster has what was committed.
		await writeFile(join(fleet, storageClass), `${text}# a word\n`);
		await writeFile(join(fleet, path), `${committed.get(path)}a: b\n`);
		for (const words of [[], ["--check"]]) {
			const { exit, said } = await synth({ words });
			expect(exit).toBe(2);
			expect(said).toContain(
				'error[immutable-change]: parameters.numberOfReplicas of StorageClass longhorn-vaclab changes from "3" to "2", and the API server refuses that',
			);
			expect(said).toMatch(/at +packages\/components\/src\/storage/);
			expect(said).toContain(
				"help  give the class a new name, or delete it just before the roll-out: 'kubectl delete storageclass.storage.k8s.io longhorn-vaclab'",
			);
		}
		const { exit, said } = await synth({ words: ["--accept-refused"] });
		expect(exit).toBe(0);
		expect(said).toContain("warning[immutable-change]");
		await isWhole();
		expect(await synth()).toMatchObject({
			exit: 0,
			said: expect.not.stringContaining("immutable-change"),
		});
	});

	test("asks about a bundle that was deleted on disk but is in the last commit", async () => {
		const gone = join(fleet, "gone");
		await mkdir(gone);
		await writeFile(
			join(gone, "fleet.yaml"),
			`${committed.get(path)?.split("\n")[0]}\nname: gone\n`,
		);
		await commit();
		await rm(gone, { recursive: true });
		await writeFile(join(fleet, path), `${committed.get(path)}a: b\n`);
		const { exit, said } = await synth();
		expect(exit).toBe(2);
		expect(said).toContain("every object of the bundle gone");
	});

	test("restores a tree that a killed process left, whose files Git ignores", async () => {
		const work = join(out, ".fleet.synth");
		await writeFile(join(fleet, path), "");
		await synth();
		await mkdir(join(work, "next-1/homepage"), { recursive: true });
		await cp(fleet, join(work, "previous-1"), { recursive: true });
		await rm(fleet, { recursive: true });
		expect(await git("status", "--short")).not.toContain(".fleet.synth");
		expect((await synth()).exit).toBe(0);
		await isWhole();
		expect(await readdir(work)).toEqual([".gitignore", "lock"]);
		expect(await git("status", "--short")).toBe("");
	});
});

test("a link in the place of fleet/ exits with 3, and its target is unchanged", async () => {
	const target = await mkdtemp(join(tmpdir(), "target-"));
	try {
		await rm(fleet, { recursive: true });
		await symlink(target, fleet);
		for (const words of [[], ["--check"]]) {
			const { exit, said } = await synth({ words });
			expect(exit).toBe(3);
			expect(said).toContain(`at    ${fleet}`);
			expect(said).toContain(`is a link to ${target}`);
		}
		expect(await readdir(target)).toEqual([]);
	} finally {
		await rm(target, { recursive: true });
	}
});

test("a file in the place of fleet/ exits with 3", async () => {
	await rm(fleet, { recursive: true });
	await writeFile(fleet, "");
	const { exit, said } = await synth();
	expect(exit).toBe(3);
	expect(said).toContain(`at    ${fleet}`);
});

const mounts = {
	what: "mount namespaces",
	isMet: () => process.getuid?.() === 0,
};

describeNeeding([mounts], "on a file system that rejects writes, synth", () => {
	/** Command that runs another in a mount namespace of its own, after a script. */
	const mounted = (script: string) => [
		...["unshare", "--mount", "sh", "-ec", `${script}; exec "$@"`, "sh"],
	];
	const readOnly = (folder: string) =>
		mounted(
			`mount --bind '${folder}' '${folder}'; mount -o remount,bind,ro '${folder}'`,
		);

	test("exits with 3 if it is read-only and files differ", async () => {
		const inside = readOnly(out);
		expect((await synth({ inside })).exit).toBe(0);
		await rm(join(fleet, path));
		const { exit, said } = await synth({ inside });
		expect(exit).toBe(3);
		expect(said).toContain("error[system-error]: the file system is read-only");
		expect(said).toContain(`at    ${out}`);
		expect((await synth({ inside, words: ["--check"] })).exit).toBe(1);
	});

	test("keeps the old tree if the folder cannot be renamed", async () => {
		await rm(join(fleet, path));
		const before = await readTree(fleet);
		const { exit, said } = await synth({ inside: readOnly(fleet) });
		expect(exit).toBe(3);
		expect(said).toContain("error[tree-not-replaced]");
		expect(said).toContain(`at    ${fleet}`);
		expect(await readTree(fleet)).toEqual(before);
	});

	test.each([
		["while it writes", "600k", ""],
		["before it writes", "2m", `head -c 3m /dev/zero >'full' || true;`],
	])("keeps the old tree if the disk is full %s", async (_when, size, fill) => {
		const script = `
			mount -t tmpfs -o size=${size} tmpfs '${out}'
			mkdir '${fleet}'
			cp -r '${root}/fleet/homepage' '${fleet}'
			${fill.replace("full", `${out}/full`)}
			"$@" || exit=$?
			diff -r '${root}/fleet/homepage' '${fleet}/homepage'
			find '${out}' -name 'next-*' -o -name 'previous-*' >&2
			exit $exit`;
		const { exit, said } = await synth({
			inside: ["unshare", "--mount", "sh", "-ec", script, "sh"],
		});
		expect(exit).toBe(3);
		expect(said).toContain("error[disk-full]: no space left on the disk");
		expect(said).toContain(`at    ${out}`);
		expect(said).not.toMatch(/next-|previous-/);
	});

	test("undoes the first rename if the second fails", async () => {
		await rm(join(fleet, path));
		const before = await readTree(fleet);
		const programs = await mkdtemp(join(tmpdir(), "programs-"));
		try {
			const mv = (await run("sh", ["-c", "command -v mv"], { timeout: "10s" }))
				.stdout;
			await writeFile(
				join(programs, "mv"),
				`#!/bin/sh\ncase $1 in */next-*) echo refused >&2; exit 1;; esac\nexec ${mv.trim()} "$@"\n`,
				{ mode: 0o755 },
			);
			const { exit, said } = await synth({
				inside: ["env", `PATH=${programs}:${process.env.PATH}`],
			});
			expect(exit).toBe(3);
			expect(said).toContain("error[tree-not-replaced]");
			expect(said).toContain("refused");
			expect(await readTree(fleet)).toEqual(before);
		} finally {
			await rm(programs, { recursive: true });
		}
	});
});
