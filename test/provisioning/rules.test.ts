import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fromYaml, fromYamlStream, tryRun } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import type { ReadObject } from "@lab/kubernetes";
import {
	ansibleEnvironment,
	duplicationReport,
	inventoryPath,
	inventoryText,
	labInventory,
	readChecksums,
} from "@lab/provision";
import { beforeAll, expect, test } from "vitest";
import config from "../../vitest.config.ts";

const root = join(import.meta.dirname, "../..");
const ansible = join(root, "ansible");
const silent = { step() {}, note() {} };

interface Task {
	readonly name?: string;
	readonly block?: readonly Task[];
	readonly retries?: unknown;
	readonly until?: unknown;
	readonly failed_when?: unknown;
	readonly ignore_errors?: unknown;
	readonly notify?: unknown;
	/** Arguments of our module `files`. */
	readonly files?: object;
}

const roles = (await readdir(join(ansible, "roles"))).sort();

/** Tasks of a file, including those in blocks. */
async function tasksOf(path: string): Promise<Task[]> {
	const flat = (tasks: readonly Task[]): Task[] =>
		tasks.flatMap((task) => [task, ...flat(task.block ?? [])]);
	const found = fromYaml(await readFile(path, "utf8"), path);
	return flat((found ?? []) as Task[]);
}

async function taskFiles(): Promise<string[]> {
	const files = await Promise.all(
		roles.map(async (role) => {
			const folder = join(ansible, "roles", role, "tasks");
			return (await readdir(folder)).map((file) => join(folder, file));
		}),
	);
	return files.flat();
}

test("the inventory matches the facts (otherwise run pnpm provision report and commit)", async () => {
	const inventory = labInventory(await readChecksums(root));
	expect(await readFile(join(root, inventoryPath), "utf8")).toBe(
		inventoryText(inventory),
	);
});

test("the report on the lab matches the facts (otherwise run pnpm provision report and commit)", async () => {
	expect(
		await readFile(join(root, "docs/reports/lab-duplication.md"), "utf8"),
	).toBe(duplicationReport());
});

test("each property in the README has a test with that file and title, and CI excludes none", async () => {
	expect(config).not.toHaveProperty("test.exclude");
	const readme = await readFile(join(ansible, "README.md"), "utf8");
	const rows = [
		...readme.matchAll(/^\| (\d+) +\| .+ \| (\S+\.ts): (.+?) +\|$/gm),
	];
	expect(rows.map(([, number]) => Number(number))).toEqual(
		Array.from({ length: 25 }, (_, index) => index + 1),
	);
	const scenarios = await readFile(
		join(import.meta.dirname, "cluster.test.ts"),
		"utf8",
	);
	for (const [, , file, title] of rows) {
		if (!file?.endsWith(".test.ts")) expect(scenarios).toContain(`"./${file}"`);
		const text = await readFile(join(import.meta.dirname, file ?? ""), "utf8");
		expect(text.includes(`"${title}"`), `${file}: ${title}`).toBe(true);
	}
});

test("every role declares its arguments", async () => {
	for (const role of roles) {
		const path = join(ansible, "roles", role, "meta/argument_specs.yml");
		const spec = fromYaml(await readFile(path, "utf8"), path);
		expect(spec, role).toHaveProperty("argument_specs.main.short_description");
	}
});

test("no task ignores an error, skips a certificate check, or retries without a condition", async () => {
	for (const file of await taskFiles()) {
		expect(await readFile(file, "utf8"), file).not.toMatch(
			/ignore_errors|validate_certs|noqa/,
		);
		for (const task of await tasksOf(file)) {
			if (task.retries !== undefined)
				expect(task.until, task.name).toBeDefined();
			expect(task.failed_when, task.name).not.toBe(false);
			// With both, Ansible treats a task that has run out of retries as successful.
			if (task.until !== undefined)
				expect(task.failed_when, task.name).toBeUndefined();
		}
	}
});

test("handlers are flushed in the role that notifies them", async () => {
	for (const file of await taskFiles()) {
		const tasks = await tasksOf(file);
		const notifies = tasks.findLastIndex(({ notify }) => notify !== undefined);
		if (notifies < 0) continue;
		expect(JSON.stringify(tasks.slice(notifies)), file).toContain(
			"flush_handlers",
		);
	}
});

test("no task downloads an install script or a moving version", async () => {
	for (const file of await taskFiles()) {
		expect(await readFile(file, "utf8"), file).not.toMatch(
			/get\.k3s\.io|latest|curl|\| *sh\b/,
		);
	}
});

test("machine_state compares everything that the skipped roles would change", async () => {
	const path = join(ansible, "playbooks/cluster.yml");
	const plays = fromYaml(await readFile(path, "utf8"), path) as {
		readonly roles?: readonly { readonly role: string }[];
	}[];
	const roles = plays
		.map((play) => (play.roles ?? []).map(({ role }) => role))
		.find(([first]) => first === "machine_state");
	const comparison = await readFile(
		join(ansible, "roles/machine_state/tasks/main.yml"),
		"utf8",
	);
	expect(roles?.length).toBeGreaterThan(3);
	for (const role of (roles ?? []).slice(1)) {
		const defaults = await readFile(
			join(ansible, "roles", role, "defaults/main.yml"),
			"utf8",
		);
		const wanted = defaults.match(
			/^\w+_(packages|services|folders|files|modules|values|prints)(?=:)/gm,
		);
		expect(wanted, role).not.toBeNull();
		for (const name of wanted ?? []) expect(comparison).toContain(name);
		const tasks = join(ansible, "roles", role, "tasks/main.yml");
		for (const { files } of await tasksOf(tasks))
			for (const given of Object.values(files ?? {}))
				expect(given, `${role} writes files without a variable`).toMatch(
					/^\{\{ \w+ \}\}$/,
				);
	}
});

describeNeeding(["python"], "Ansible and its linters", () => {
	let program: (name: string) => string;
	const run = (name: string, args: readonly string[], input?: string) =>
		tryRun(program(name), args, {
			cwd: ansible,
			timeout: "5m",
			env: {
				PATH: `${program("")}:${process.env.PATH}`,
				PYTHONDONTWRITEBYTECODE: "1",
				...(input === undefined ? {} : { ANSIBLE_NOCOLOR: "1" }),
			},
			...(input === undefined ? {} : { input }),
		});
	beforeAll(async () => {
		const list = join(ansible, "requirements-lint.txt");
		({ program } = await ansibleEnvironment(list, silent));
	}, 900_000);

	test("ansible-lint finds nothing with the production profile and no exceptions", async () => {
		const { exit, stdout, stderr } = await run("ansible-lint", [
			...["--offline", "--strict", "--nocolor", "-c", ".ansible-lint.yml"],
		]);
		expect(`${stdout}${stderr}`).toMatch(
			/Passed: 0 failure\(s\), 0 warning\(s\)/,
		);
		expect(exit).toBe(0);
	}, 300_000);

	test("yamllint finds nothing", async () => {
		expect(
			await run("yamllint", ["--strict", "-c", ".yamllint.yml", "."]),
		).toMatchObject({ exit: 0, stdout: "" });
	}, 60_000);

	test("the inventory conforms to its schema", async () => {
		const check = `
import json, sys, yaml
from jsonschema import Draft202012Validator
schema = json.load(open("inventory/schema.json"))
validator = Draft202012Validator(schema)
good = yaml.safe_load(open("inventory/hosts.yml"))
bad = json.loads(json.dumps(good))
next(iter(bad["all"]["children"]["machines"]["children"]["servers"]["hosts"].values()))["node"].pop("address")
print(len(list(validator.iter_errors(good))), len(list(validator.iter_errors(bad))))
`;
		expect(await run("python", ["-c", check])).toMatchObject({
			stdout: "0 1\n",
		});
	}, 60_000);

	test("the proofs are Kubernetes objects, with a job for each property", async () => {
		const { stdout, stderr } = await run(
			"ansible",
			[
				...["server[0]", "-i", "inventory/hosts.yml", "-c", "local"],
				...[
					"-m",
					"ansible.builtin.debug",
					"-e",
					"@roles/verify/defaults/main.yml",
				],
				...[
					"-a",
					"msg={{ lookup('ansible.builtin.template', 'roles/verify/templates/proofs.yml.j2') }}",
				],
			].map((word) => word.replace("server[0]", "node-01")),
			"",
		);
		const answer = /=> (\{[\s\S]*\})/.exec(stdout)?.[1];
		expect(answer, stderr).toBeDefined();
		const proofs = fromYamlStream(
			JSON.parse(answer ?? "{}").msg,
			"proofs",
		) as ReadObject[];
		const jobs = proofs
			.filter(({ kind }) => kind === "Job")
			.map(({ metadata }) => metadata.name);
		expect(jobs).toEqual(
			expect.arrayContaining([
				"dns",
				"storage",
				"queries",
				"reach-node-01-ih-eu-mda1-misc-vaclab",
			]),
		);
		expect(proofs.map(({ kind }) => kind)).toEqual(
			expect.arrayContaining([
				"Namespace",
				"PersistentVolumeClaim",
				"DaemonSet",
			]),
		);
	}, 60_000);
});
