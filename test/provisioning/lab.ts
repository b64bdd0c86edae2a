import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { type Duration, type RunResult, run } from "@lab/core";
import type { LabNode } from "@lab/lab";
import { ansibleEnvironment, inventoryOf, inventoryText } from "@lab/provision";
import { account, type Machine, type Machines } from "./machines/machines.ts";

const root = join(import.meta.dirname, "../..");

/** Lab for tests: machines, an inventory that describes them, and an operator's computer with `pnpm provision`. */
export interface TestLab {
	readonly machines: Readonly<Record<string, Machine>>;
	readonly inventoryFile: string;
	/** Writes the inventory of the named machines; `variables` override the lab's. */
	describe(names: readonly string[], variables?: object): Promise<void>;
	/** Runs `pnpm provision <words>` on the operator's computer. */
	provision(words: readonly string[], limits?: Limits): Promise<RunResult>;
	/** Runs `pnpm provision <words> --json`, and returns its document. @throws Error if it fails */
	report(words: readonly string[]): Promise<Report>;
}

export interface Limits {
	readonly timeout?: Duration;
	readonly signal?: AbortSignal;
	readonly onLine?: (line: string) => void;
}

export interface Report {
	readonly hosts: Record<string, { ok: number; changed: number }>;
	readonly tasks: readonly {
		host: string;
		role: string;
		task: string;
		status: string;
		changed: boolean;
		seconds: number;
		report?: unknown;
	}[];
	readonly outcome: string;
	readonly seconds: number;
	readonly reportFile: string;
	readonly versions: Record<string, string>;
	readonly slowest: readonly { task: string; seconds: number }[];
	readonly next: string;
}

/** k3s versions in the tests; the stand-in reports the version it is downloaded as. */
export const versions = {
	before: "v1.34.10+k3s1",
	usual: "v1.35.5+k3s1",
} as const;

export const vaultPassword = "opens-the-vault";
/** Supplied secret, which must not appear in any log or world-readable file. */
export const suppliedSecret = "brought-by-a-person-2718281828";

export async function testLab(
	machines: Machines,
	names: readonly string[],
): Promise<TestLab> {
	const home = join(machines.folder, "operator");
	const inventoryFile = join(home, "inventory/hosts.yml");
	await mkdir(join(home, "inventory"), { recursive: true });
	await makeOperator(home);
	const downloads = await startMirror(machines, join(home, "mirror"));
	const all: Record<string, Machine> = {};
	for (const name of names) all[name] = await machines.add(name);
	await writeFile(
		join(home, "inventory/known_hosts"),
		`${Object.values(all)
			.map(({ hostKey }) => hostKey)
			.join("\n")}\n`,
	);
	const nodes = Object.values(all).map(factsOf);
	const describe = (chosen: readonly string[], variables: object = {}) =>
		writeFile(
			inventoryFile,
			inventoryText(
				inventoryOf({
					nodes: nodes.filter(({ name }) => chosen.includes(name)),
					checksums: downloads.checksums,
					manager: "rancher",
					reach: ({ address }) => address,
					variables: {
						ansible_user: account.user,
						ansible_ssh_private_key_file: machines.key,
						kernel_is_shared: true,
						...testVariables,
						...variables,
					},
				}),
			),
		);
	const provision = (words: readonly string[], limits: Limits = {}) =>
		machines.network.run(
			process.execPath,
			[
				...["packages/launch/launch.mjs", "ansible/provision.ts", ...words],
				...["--state", join(home, "state")],
				...["--inventory", inventoryFile],
				...["--vault", join(home, "vault.yml")],
				...["--vault-password-file", join(home, "vault-password")],
			],
			{
				cwd: root,
				timeout: "10m",
				env: { VACLAB_RELEASES: downloads.url },
				...limits,
			},
		);
	return {
		machines: all,
		inventoryFile,
		describe,
		provision,
		report: async (words) => {
			const result = await provision([...words, "--json"]);
			if (result.exit !== 0) {
				throw new Error(`exit ${result.exit}: ${result.stderr.slice(-3000)}`);
			}
			return JSON.parse(result.stdout) as Report;
		},
	};
}

/** Facts of a test machine. Its role follows from its name. */
export const factsOf = ({ name, address }: Machine): LabNode => ({
	name,
	host: name,
	address,
	site: "test",
	roles: [name.startsWith("server") ? "server" : "agent"],
	cpu: 2,
	memory: "4Gi",
	nic: "10Gbit",
	maxPods: 110,
	disks: [
		{
			path: "/var/lib/longhorn",
			tags: ["first-disk"],
			size: "10Gi",
			reserved: "1Gi",
			purpose: "the system disk",
		},
	],
	storageTags: name.startsWith("server") ? ["master"] : ["worker"],
	labels: name.startsWith("server")
		? {}
		: { "node-role.kubernetes.io/worker": "true" },
	taints:
		name === "agent-2"
			? [{ key: "dedicated", value: "monitoring", effect: "PreferNoSchedule" }]
			: [],
});

/** Low requirements and short delays, for machines made of namespaces. */
const testVariables = {
	preflight_names: [],
	preflight_needs: {
		systems: { debian: "12" },
		kernel: "5.10",
		cpus: 1,
		memory_mib: 100,
		disk_mib: 100,
		controllers: [],
		skew: 2,
	},
	prerequisites_apt_cache_seconds: 1_000_000_000,
	// Reconnecting takes longer while other suites boot machines.
	firewall_seconds: 30,
	node_ready_delay: 1,
	node_ready_seconds: 20,
	chart_delay: 1,
	fleet_delay: 1,
	node_removal_delay: 1,
} as const;

/** Writes what an operator supplies: the vault and its password. */
async function makeOperator(home: string): Promise<void> {
	const vault = join(home, "vault.yml");
	const password = join(home, "vault-password");
	await writeFile(password, vaultPassword, { mode: 0o600 });
	await writeFile(
		vault,
		JSON.stringify({
			vault_become_password: account.password,
			vault_secrets: Object.fromEntries(
				[
					"authentik/authentik-bootstrap/bootstrap_email",
					"authentik/google-oauth/client_id",
					"authentik/google-oauth/client_secret",
					"authentik/keycloak-oauth/client_id",
					"authentik/keycloak-oauth/client_secret",
					"vmetrics/grafana-admin/admin-user",
				].map((key) => [key, suppliedSecret]),
			),
		}),
		{ mode: 0o600 },
	);
	const ansible = await ansibleEnvironment(
		join(root, "ansible/requirements.txt"),
		{ step() {}, note() {} },
	);
	await run(
		ansible.program("ansible-vault"),
		["encrypt", "--vault-password-file", password, vault],
		{ timeout: "1m" },
	);
}

/** Starts a mirror of all downloads, with the stand-in in place of k3s. */
async function startMirror(machines: Machines, folder: string) {
	const standIn = await readFile(
		join(import.meta.dirname, "k3s/k3s.py"),
		"utf8",
	);
	const { lab } = inventoryOf({
		nodes: [],
		checksums: {},
		manager: "rancher",
	}).all.vars;
	const files = [
		...Object.entries(lab.k3s.releases).map(([version, { url }]) => ({
			url,
			text: standIn.replace("v0.0.0+k3s0", version),
		})),
		...lab.charts.map(({ url, name }) => ({ url, text: `chart ${name}\n` })),
	];
	const checksums: Record<string, string> = {};
	for (const { url, text } of files) {
		const path = join(
			folder,
			new URL(url).host,
			decodeURIComponent(new URL(url).pathname),
		);
		await mkdir(join(path, ".."), { recursive: true });
		await writeFile(path, text);
		checksums[url] = createHash("sha256").update(text).digest("hex");
	}
	const port = 8099;
	await machines.network.serve(folder, port);
	return { checksums, url: `http://${machines.network.operator}:${port}` };
}
