import { exitCode, type Finding, fault, LabError } from "@lab/core";
import type { TaskResult } from "./events.ts";

/** What SSH says, and what is to be done about it. */
const connections: readonly {
	readonly says: RegExp;
	readonly code: string;
	readonly what: string;
	readonly help: string;
}[] = [
	{
		says: /REMOTE HOST IDENTIFICATION HAS CHANGED/,
		code: "host-key-changed",
		what: "shows another host key than the one that is pinned",
		help: "if the machine was set up anew, read its key at its console (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub) and pin that in known_hosts; if not, someone stands between you and it",
	},
	{
		says: /Host key verification failed|No \S+ host key is known/,
		code: "host-key-unknown",
		what: "has no pinned host key",
		help: "read its key at its console (/etc/ssh/ssh_host_ed25519_key.pub) and pin it in known_hosts beside the inventory",
	},
	{
		says: /Permission denied/,
		code: "login-refused",
		what: "does not let us log in",
		help: "put your public key in its authorized_keys, and name the account with --user",
	},
	{
		says: /[Ii]ncorrect sudo password|[Mm]issing sudo password|sudo: a password is required|Duplicated become prompt/,
		code: "become-refused",
		what: "does not let us become root",
		help: "set vault_become_password in the vault",
	},
];

/** The task of the preflight role that tells all problems, one a line. */
const refusal = "Refuse to start while anything is wrong";

/** The faults of a run that ended badly, in words for the reader. */
export function asFindings(
	failed: readonly TaskResult[],
	again: string,
): Finding[] {
	return failed.flatMap((result): Finding[] => {
		const said = `${textOf(result.msg)}\n${result.stderr ?? ""}`;
		const where = `${result.host}: ${[result.role, result.task].filter(Boolean).join(": ")}`;
		if (result.task === refusal && result.status === "failed") {
			return textOf(result.msg)
				.split("\n")
				.map((what) => preflightFault(what, where));
		}
		const known = connections.find(({ says }) => says.test(said));
		if (known !== undefined) {
			const { code, what, help } = known;
			return [fault({ code, what: `${result.host} ${what}`, where, help })];
		}
		if (result.status === "unreachable") {
			return [
				fault({
					code: "unreachable-host",
					what: `${result.host} cannot be reached: ${lastLine(said)}`,
					where,
					help: `see whether it is on and whether its address is right; then ${again}`,
				}),
			];
		}
		return [
			fault({
				code: "task-failed",
				what: said.trim() || "it failed without a word",
				where,
				help: `mend that, then run it again, which goes on from there: ${again}`,
			}),
		];
	});
}

/** `node-01 runs kernel 5.4: Cilium needs 5.10`: what is wrong, then what to do. */
function preflightFault(line: string, where: string): Finding {
	const colon = line.indexOf(": ");
	return fault({
		code: "preflight",
		what: colon < 0 ? line : line.slice(0, colon),
		where: where.replace(/: preflight.*/, ""),
		help: colon < 0 ? "mend that" : line.slice(colon + 2),
	});
}

const textOf = (value: unknown): string =>
	typeof value === "string" ? value : (JSON.stringify(value) ?? "");

const lastLine = (text: string): string =>
	text.trim().split("\n").filter(Boolean).at(-1)?.trim() ?? "";

export const letDown = (findings: readonly Finding[]): LabError =>
	Object.assign(new LabError(findings), { exit: exitCode.letDown });
