import { access, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
	contentHash,
	LabError,
	type LeaseHolder,
	nameOfHolder,
	type Progress,
	run,
	tryRun,
	withLease,
} from "@lab/core";
import { cacheFolder } from "@lab/toolchain";

/** Minor version of Python 3 that Ansible requires on the operator's computer. */
const minimumMinor = 11;

/** Virtual environment with Ansible's programs. */
export interface AnsibleEnvironment {
	readonly folder: string;
	program(name: string): string;
}

/**
 * Finds or creates the virtual environment for a list of requirements, with every
 * package at the listed version and hash.
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
	const exists = () =>
		access(finished).then(
			() => true,
			() => false,
		);
	if (!(await exists())) {
		const onWait = (holder: LeaseHolder) =>
			progress.step(`${nameOfHolder(holder)} is setting up Ansible`);
		await withLease(`${folder}.lease`, "Ansible", { onWait }, async () => {
			if (await exists()) return;
			progress.step(
				"setting up Ansible (only the first time, about half a minute)",
			);
			await create(folder, python.program, requirements);
			await writeFile(finished, "");
		});
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
			help: "on Debian and Ubuntu, check that python3-venv is installed; pip needs PyPI or a mirror of it (PIP_INDEX_URL)",
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
		if (Number(version.split(".")[1]) >= minimumMinor) {
			return { program, version };
		}
	}
	throw new LabError({
		code: "python-missing",
		what: `Python 3.${minimumMinor} or newer is required, but ${tried.length > 0 ? `only ${tried.join(", ")} is installed` : "Python is not installed"}`,
		where: "PATH",
		help: "install python3 and python3-venv",
		exit: 3,
	});
}
