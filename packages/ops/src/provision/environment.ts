import { access, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { contentHash, LabError, run, tryRun } from "@lab/core";
import { cacheFolder } from "../toolchain/cache.ts";
import type { Progress } from "../toolchain/progress.ts";

/** Ansible needs this Python on the operator's computer. */
const leastMinor = 11;

/** The programs of Ansible, in a virtual environment of our own. */
export interface AnsibleEnvironment {
	readonly folder: string;
	program(name: string): string;
}

/**
 * Finds or makes the virtual environment of a list of requirements: every
 * package at the version and with the hash that the list has.
 *
 * @param requirements path of the hash-locked file
 * @throws LabError `python-missing`, `environment-failed`
 */
export async function ansibleEnvironment(
	requirements: string,
	progress: Progress,
): Promise<AnsibleEnvironment> {
	const python = await findPython();
	const text = await readFile(requirements, "utf8");
	const key = contentHash([text, python.version]).slice(0, 16);
	const folder = join(cacheFolder(), `ansible-${key}`);
	const finished = join(folder, "finished");
	try {
		await access(finished);
	} catch {
		progress.step("setting up Ansible, once (about half a minute)");
		await create(folder, python.program, requirements);
		await writeFile(finished, "");
	}
	return { folder, program: (name) => join(folder, "bin", name) };
}

async function create(
	folder: string,
	python: string,
	requirements: string,
): Promise<void> {
	await rm(folder, { recursive: true, force: true });
	try {
		await run(python, ["-m", "venv", folder], { timeout: "2m" });
		await run(
			join(folder, "bin/pip"),
			[
				...["install", "--quiet", "--disable-pip-version-check"],
				...["--require-hashes", "--only-binary", ":all:"],
				...["--requirement", requirements],
			],
			{ timeout: "15m" },
		);
	} catch (error) {
		throw new LabError({
			code: "environment-failed",
			what: error instanceof Error ? error.message : String(error),
			where: folder,
			help: "on Debian and Ubuntu 'apt install python3-venv' may be missing; pip needs PyPI or a mirror of it (PIP_INDEX_URL)",
			exit: 3,
			cause: error,
		});
	}
}

async function findPython(): Promise<{ program: string; version: string }> {
	const tried: string[] = [];
	for (const program of ["python3.11", "python3", "python3.12", "python3.13"]) {
		const answer = await tryRun(
			program,
			["-c", "import sys, venv; print('%d.%d' % sys.version_info[:2])"],
			{ timeout: "20s" },
		).catch(() => undefined);
		const version = answer?.exit === 0 ? answer.stdout.trim() : undefined;
		if (version === undefined) continue;
		tried.push(`${program} ${version}`);
		if (Number(version.split(".")[1]) >= leastMinor) {
			return { program, version };
		}
	}
	throw new LabError({
		code: "python-missing",
		what: `Python 3.${leastMinor} or newer is needed, ${tried.length > 0 ? `here is ${tried.join(", ")}` : "here is none"}`,
		where: "PATH",
		help: "install python3 and python3-venv",
		exit: 3,
	});
}
