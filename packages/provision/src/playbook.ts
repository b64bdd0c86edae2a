import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { LabError, type Progress, tryRun } from "@lab/core";
import type { AnsibleEnvironment } from "./environment.ts";
import { type Event, parseEvent, type TaskResult } from "./events.ts";

export interface PlaybookRun {
	/** Name of a file in ansible/playbooks, without extension. */
	readonly name: string;
	readonly root: string;
	/** Folder for Ansible's own state. */
	readonly state: string;
	readonly inventory: string;
	readonly variables: Readonly<Record<string, unknown>>;
	/** Report what would change, without changing anything. */
	readonly check: boolean;
	readonly arguments: readonly string[];
	readonly ansible: AnsibleEnvironment;
	readonly progress: Progress;
	readonly signal: AbortSignal;
}

export interface PlaybookResult {
	readonly exit: number;
	readonly interrupted: boolean;
	readonly events: readonly Event[];
	readonly results: readonly TaskResult[];
	/** Lines of Ansible's output that are not events. */
	readonly log: readonly string[];
}

/** Environment for Ansible: its configuration, its state folder, and the host keys it trusts. */
export const ansibleSettings = ({
	root,
	state,
	inventory,
}: Pick<PlaybookRun, "root" | "state" | "inventory">) => ({
	ANSIBLE_CONFIG: join(root, "ansible/ansible.cfg"),
	ANSIBLE_HOME: join(state, "ansible"),
	ANSIBLE_SSH_COMMON_ARGS: `-o UserKnownHostsFile="${join(dirname(inventory), "known_hosts")}" -o GlobalKnownHostsFile=/dev/null`,
	PYTHONDONTWRITEBYTECODE: "1",
	LC_ALL: "C.UTF-8",
});

/** Runs one playbook to its end, and reports each task as it starts. */
export async function runPlaybook(given: PlaybookRun): Promise<PlaybookResult> {
	const { root, ansible, progress, signal } = given;
	// Short, because a socket's path is limited to 108 characters; new, so that no old connection is reused.
	const sockets = await mkdtemp(join(tmpdir(), "lab-ssh-"));
	const events: Event[] = [];
	const log: string[] = [];
	try {
		const { exit } = await tryRun(
			ansible.program("ansible-playbook"),
			[
				...["--inventory", given.inventory],
				...["--extra-vars", JSON.stringify(given.variables)],
				...(given.check ? ["--check"] : []),
				...given.arguments,
				join(root, "ansible/playbooks", `${given.name}.yml`),
			],
			{
				cwd: join(root, "ansible"),
				timeout: "6h",
				signal,
				env: {
					...ansibleSettings(given),
					ANSIBLE_SSH_CONTROL_PATH_DIR: sockets,
					ANSIBLE_FORCE_COLOR: "false",
					ANSIBLE_NOCOLOR: "true",
				},
				onLine: (line) => {
					const event = parseEvent(line);
					if (event === undefined) {
						if (line.trim() !== "") log.push(line);
						return;
					}
					events.push(event);
					show(event, given.check, progress);
				},
			},
		);
		// On a terminal Ctrl-C reaches Ansible too, which may exit before we stop it.
		return result(exit, signal.aborted && exit !== 0, events, log);
	} catch (error) {
		if (signal.aborted && error instanceof LabError) {
			return result(1, true, events, log);
		}
		throw error;
	} finally {
		await rm(sockets, { recursive: true, force: true });
	}
}

const result = (
	exit: number,
	interrupted: boolean,
	events: readonly Event[],
	log: readonly string[],
): PlaybookResult => ({
	exit,
	interrupted,
	events,
	results: events.filter((event) => event.event === "result"),
	log,
});

function show(event: Event, check: boolean, progress: Progress): void {
	if (event.event === "play") progress.note(`\n${event.name}`);
	if (event.event === "task") {
		progress.step([event.role, event.name].filter(Boolean).join(": "));
	}
	if (event.event !== "result") return;
	const change = check ? "would change" : "changed";
	const mark = {
		ok: event.changed ? change : undefined,
		failed: "FAILED",
		rescued: undefined,
		unreachable: "UNREACHABLE",
	}[event.status];
	if (mark === undefined) return;
	const what = [event.role, event.task].filter(Boolean).join(": ");
	progress.note(
		`  ${event.host.padEnd(12)} ${mark.padEnd(change.length)} ${what} (${event.seconds.toFixed(1)}s)`,
	);
}
