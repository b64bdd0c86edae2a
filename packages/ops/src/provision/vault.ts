import { access } from "node:fs/promises";
import { LabError, tryRun } from "@lab/core";
import type { AnsibleEnvironment } from "./environment.ts";

export interface Vault {
	/** Encrypted variables; need not be there while nothing in it is needed. */
	readonly file: string;
	/** Holds the password, or prints it if it is a program. */
	readonly passwordFile: string;
}

/**
 * The arguments by which Ansible reads the vault, after a look whether it opens.
 *
 * @throws LabError `vault-password-missing`, `vault-password-wrong`, `vault-unreadable`
 */
export async function vaultArguments(
	{ file, passwordFile }: Vault,
	ansible: AnsibleEnvironment,
): Promise<string[]> {
	if (!(await isThere(file))) return [];
	if (!(await isThere(passwordFile))) {
		throw new LabError({
			code: "vault-password-missing",
			what: `${file} is encrypted, and ${passwordFile} is not there`,
			where: passwordFile,
			help: "write the password into that file (mode 0600), or name another with --vault-password-file",
		});
	}
	const opened = await tryRun(
		ansible.program("ansible-vault"),
		["decrypt", "--output", "-", "--vault-password-file", passwordFile, file],
		{ timeout: "1m" },
	);
	if (opened.exit !== 0 && !/Decryption failed/.test(opened.stderr)) {
		throw new LabError({
			code: "vault-unreadable",
			what: opened.stderr.trim(),
			where: file,
			help: "ansible-vault edit opens it; nothing was changed",
		});
	}
	if (opened.exit !== 0) {
		throw new LabError({
			code: "vault-password-wrong",
			what: `the password in ${passwordFile} does not open ${file}`,
			where: passwordFile,
			help: "correct the password; nothing was changed",
		});
	}
	return ["--vault-password-file", passwordFile, "--extra-vars", `@${file}`];
}

const isThere = (path: string): Promise<boolean> =>
	access(path).then(
		() => true,
		() => false,
	);
