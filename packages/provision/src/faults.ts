import { exitCode, type Finding, fault, LabError } from "@lab/core";
import type { TaskResult } from "./events.ts";

/** Errors of SSH and sudo, with their remedies. */
const connections: readonly {
	readonly pattern: RegExp;
	readonly code: string;
	readonly what: string;
	readonly help: string;
}[] = [
	{
		pattern: /REMOTE HOST IDENTIFICATION HAS CHANGED/,
		code: "host-key-changed",
		what: "presents a different host key than the pinned one",
		help: "if the machine was reinstalled, read its key at its console (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub) and pin that in known_hosts; if not, the connection may be intercepted",
	},
	{
		pattern: /Host key verification failed|No \S+ host key is known/,
		code: "host-key-unknown",
		what: "has no pinned host key",
		help: "read its key at its console (/etc/ssh/ssh_host_ed25519_key.pub) and pin it in known_hosts next to the inventory",
	},
	{
		pattern: /Permission denied/,
		code: "login-refused",
		what: "refuses the login",
		help: "add your public key to its authorized_keys, and give the account with --user",
	},
	{
		pattern:
			/[Ii]ncorrect sudo password|[Mm]issing sudo password|sudo: a password is required|Duplicated become prompt/,
		code: "become-refused",
		what: "refuses to grant root privileges",
		help: "set vault_become_password in the vault",
	},
];

/** Name of the preflight role's task that reports all problems, one per line. */
const preflightTask = "Stop if any machine has a problem";

/** Findings for the failed tasks of a run. @param again command to run again */
export function asFindings(
	failed: readonly TaskResult[],
	again: string,
): Finding[] {
	return failed.flatMap((result): Finding[] => {
		const output = `${textOf(result.msg)}\n${result.stderr ?? ""}`;
		const where = `${result.host}: ${[result.role, result.task].filter(Boolean).join(": ")}`;
		if (result.task === preflightTask && result.status === "failed") {
			return textOf(result.msg)
				.split("\n")
				.map((what) => preflightFault(what, where));
		}
		const known = connections.find(({ pattern }) => pattern.test(output));
		if (known !== undefined) {
			const { code, what, help } = known;
			return [fault({ code, what: `${result.host} ${what}`, where, help })];
		}
		if (result.status === "unreachable") {
			return [
				fault({
					code: "unreachable-host",
					what: `${result.host} cannot be reached: ${lastLine(output)}`,
					where,
					help: `check that it is switched on and that its address is right; then run ${again}`,
				}),
			];
		}
		return [
			fault({
				code: "task-failed",
				what: output.trim() || "the task failed without a message",
				where,
				help: `fix the cause, then run it again to continue from there: ${again}`,
			}),
		];
	});
}

/** Splits a problem into what and help: `node-01 runs kernel 5.4: Cilium needs 5.10`. */
function preflightFault(line: string, where: string): Finding {
	const colon = line.indexOf(": ");
	return fault({
		code: "preflight",
		what: colon < 0 ? line : line.slice(0, colon),
		where: where.replace(/: preflight.*/, ""),
		help: colon < 0 ? "fix the cause" : line.slice(colon + 2),
	});
}

const textOf = (value: unknown): string =>
	typeof value === "string" ? value : (JSON.stringify(value) ?? "");

const lastLine = (text: string): string =>
	text.trim().split("\n").filter(Boolean).at(-1)?.trim() ?? "";

export const unavailable = (findings: readonly Finding[]): LabError =>
	Object.assign(new LabError(findings), { exit: exitCode.unavailable });
