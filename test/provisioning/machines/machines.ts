import {
	chmod,
	chown,
	mkdir,
	mkdtemp,
	readFile,
	rm,
	symlink,
	writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { type RunResult, run, tryRun } from "@lab/core";
import { machineImage } from "./image.ts";
import { type Network, startNetwork } from "./network.ts";

const script = join(import.meta.dirname, "machine.sh");

/** Account for logging in, with its sudo password; created by `image.sh`. */
export const account = { user: "provisioner", password: "become-me", id: 1000 };

export interface Machine {
	readonly name: string;
	readonly address: string;
	/** Host key, as a line of known_hosts. */
	readonly hostKey: string;
	/** Runs a shell line inside the machine as root, without SSH. */
	shell(line: string): Promise<RunResult>;
	/** Reads a file inside the machine. */
	read(path: string): Promise<string>;
	stop(): Promise<void>;
	start(): Promise<void>;
}

export interface Machines {
	readonly network: Network;
	readonly folder: string;
	/** Path of the private SSH key for all machines. */
	readonly key: string;
	add(name: string): Promise<Machine>;
	/** Saves the current disks of all machines. */
	save(label: string): Promise<void>;
	/** Restores the saved disks of all machines. */
	restore(label: string): Promise<void>;
	end(): Promise<void>;
}

/** Creates machines on a bridge, for one test. `end` removes them, and so does the end of this process. */
export async function startMachines(): Promise<Machines> {
	const image = await machineImage();
	const folder = await mkdtemp(join(tmpdir(), "lab-machines-"));
	const network = await startNetwork();
	const key = join(folder, "key");
	await newKey(key, account.user);
	const machines = new Map<string, Machine>();
	const all = (step: (machine: Machine) => Promise<unknown>) =>
		Promise.all([...machines.values()].map(step));
	const saved = (label: string, name: string) =>
		join(folder, "saved", label, name);
	const disk = (name: string) => join(folder, name, "upper");
	return {
		network,
		folder,
		key,
		add: async (name) => {
			const address = `10.77.0.${11 + machines.size}`;
			const machine = await newMachine(name, address, folder, image, network);
			machines.set(name, machine);
			await machine.start();
			return machine;
		},
		save: async (label) => {
			await all(async (machine) => {
				await machine.stop();
				await copyDisk(disk(machine.name), saved(label, machine.name));
				await machine.start();
			});
		},
		restore: async (label) => {
			await all(async (machine) => {
				await machine.stop();
				await rm(disk(machine.name), { recursive: true });
				await copyDisk(saved(label, machine.name), disk(machine.name));
				await machine.start();
			});
		},
		end: async () => {
			await all((machine) => machine.stop());
			await network.stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

async function newMachine(
	name: string,
	address: string,
	folder: string,
	image: string,
	network: Network,
): Promise<Machine> {
	const home = join(folder, name);
	const hostKeyFile = join(home, "upper/etc/ssh/ssh_host_ed25519_key");
	await mkdir(dirname(hostKeyFile), { recursive: true });
	await symlink(image, join(home, "image"));
	const etc = join(home, "upper/etc");
	await writeFile(join(etc, "hostname"), `${name}\n`);
	await writeFile(join(etc, "hosts"), `127.0.0.1 localhost ${name}\n`);
	await writeFile(join(etc, "resolv.conf"), "");
	// No fsync, because the disk need not survive a power cut: halves the time of an installation.
	await mkdir(join(etc, "dpkg/dpkg.cfg.d"), { recursive: true });
	await writeFile(join(etc, "dpkg/dpkg.cfg.d/unsafe-io"), "force-unsafe-io\n");
	await newKey(hostKeyFile, name);
	await authorize(
		join(home, "upper"),
		await readFile(`${folder}/key.pub`, "utf8"),
	);
	const publicKey = await readFile(`${hostKeyFile}.pub`, "utf8");
	const pid = async () => (await readFile(join(home, "pid"), "utf8")).trim();
	const shell = async (line: string) =>
		tryRun("nsenter", ["-t", await pid(), "-a", "/bin/bash", "-c", line], {
			timeout: "2m",
		});
	return {
		name,
		address,
		hostKey: `${address} ${publicKey.split(" ").slice(0, 2).join(" ")}`,
		shell,
		read: async (path) => {
			const { exit, stdout, stderr } = await shell(`cat '${path}'`);
			if (exit !== 0) throw new Error(`${name}: ${stderr}`);
			return stdout;
		},
		start: async () => {
			const args = [home, name, network.name, `${address}/24`];
			await run(
				"bash",
				[script, "start", ...args, network.operator, `${process.pid}`],
				{ timeout: "60s" },
			);
			await untilBooted(name, shell);
		},
		stop: async () => {
			await run("bash", [script, "stop", home], { timeout: "60s" });
		},
	};
}

async function authorize(disk: string, publicKey: string): Promise<void> {
	const file = join(disk, "home", account.user, ".ssh/authorized_keys");
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, publicKey, { mode: 0o600 });
	for (const path of [file, dirname(file), dirname(dirname(file))]) {
		await chown(path, account.id, account.id);
	}
	await chmod(dirname(file), 0o700);
}

async function untilBooted(
	name: string,
	shell: (line: string) => Promise<RunResult>,
): Promise<void> {
	const { stdout } = await shell(
		"for _ in $(seq 300); do systemctl is-active --quiet multi-user.target 2>/dev/null && break; sleep 0.1; done; systemctl is-active ssh",
	);
	if (stdout.trim() !== "active") {
		const { stdout: units } = await shell(
			"systemctl --failed; systemctl status ssh",
		);
		throw new Error(`${name} does not start: ${units}`);
	}
}

async function newKey(path: string, comment: string): Promise<void> {
	await run(
		"ssh-keygen",
		["-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", path],
		{ timeout: "20s" },
	);
}

/** Copies a disk with owners, modes, attributes and the whiteouts by which an overlay records deletions. */
async function copyDisk(from: string, to: string): Promise<void> {
	await mkdir(dirname(to), { recursive: true });
	await rm(to, { recursive: true, force: true });
	await run("cp", ["-a", from, to], { timeout: "2m" });
}
