import { access } from "node:fs/promises";
import { LabError, tryRun } from "@lab/core";
import type { AnsibleEnvironment } from "./environment.ts";

export interface Vault {
	/** Path of the encrypted variables; may be missing if none of them is needed. */
	readonly file: string;
	/** Path of a file with the password, or of a program that prints it. */
	readonly passwordFile: string;
}

/**
 * Checks that the vault can be opened. @returns Ansible's arguments for reading it
 *
 * @throws LabError `vault-password-missing`, `vault-password-wrong`, `vault-unreadable`
 */
export async function vaultArguments(
	{ file, passwordFile }: Vault,
	ansible: AnsibleEnvironment,
): Promise<string[]> {
	if (!(await exists(file))) return [];
	if (!(await exists(passwordFile))) {
		throw new LabError({
			code: "vault-password-missing",
			what: `${file} is encrypted, but the password file ${passwordFile} does not exist`,
			where: passwordFile,
			help: "write the password to that file (mode 0600), or give another file with --vault-password-file",
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
			help: "try to open it with 'ansible-vault edit'; nothing was changed",
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

const exists = (path: string): Promise<boolean> =>
	access(path).then(
		() => true,
		() => false,
	);
