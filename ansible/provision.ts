#!/usr/bin/env tsx
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { runCommandLine } from "@lab/cli";
import { exitCode, formatFinding, LabError } from "@lab/core";
import { ansibleEnvironment, ansibleSettings, inventoryPath } from "@lab/ops";

const root = join(import.meta.dirname, "..");
const words = process.argv.slice(2);

/** `pnpm provision cluster` is `pnpm lab provision cluster`; `exec` alone is the script's own. */
process.exitCode =
	words[0] === "exec"
		? await exec(words.slice(1))
		: await runCommandLine(["provision", ...words]);
if (words.length === 0 || words[0] === "--help")
	console.log(
		"pnpm provision exec <program> [words] runs a program of the lab's own Ansible, with its inventory, host keys and vault password: pnpm provision exec ansible-vault edit ansible/vault.yml",
	);

/** Runs a program of the locked Ansible, as every command here does, where none of them fits. */
async function exec(program: readonly string[]): Promise<number> {
	if (program.length === 0) {
		console.error(
			"error[missing-argument]: no program to run\n  at    pnpm provision exec\n  help  for example: pnpm provision exec ansible machines -m ansible.builtin.ping",
		);
		return exitCode.wrongInput;
	}
	try {
		const ansible = await ansibleEnvironment(
			join(root, "ansible/requirements.txt"),
			{ step: console.error, note: console.error },
		);
		const inventory = join(root, inventoryPath);
		const state = join(root, ".lab/provision");
		const vaultPassword = join(state, "vault-password");
		// Only here: every other command starts without waiting for it.
		const { $ } = await import("zx");
		const ran = await $({
			stdio: "inherit",
			nothrow: true,
			env: {
				...process.env,
				...ansibleSettings({ root, state, inventory }),
				ANSIBLE_INVENTORY: inventory,
				...(existsSync(vaultPassword)
					? { ANSIBLE_VAULT_PASSWORD_FILE: vaultPassword }
					: {}),
				PATH: `${join(ansible.folder, "bin")}:${process.env.PATH}`,
			},
		})`${program}`;
		return ran.exitCode ?? exitCode.letDown;
	} catch (error) {
		if (!(error instanceof LabError)) throw error;
		console.error(error.findings.map(formatFinding).join("\n"));
		return error.exit;
	}
}
