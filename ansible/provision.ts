#!/usr/bin/env tsx
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { runScript } from "@lab/cli";
import {
	ansibleEnvironment,
	ansibleSettings,
	inventoryPath,
} from "@lab/provision";

const root = join(import.meta.dirname, "..");

process.exitCode = await runScript(
	{
		name: "provision",
		provides: "the lab's Ansible, its inventory, host keys and vault password",
		example: "ansible-vault edit ansible/vault.yml",
		environment: async (progress) => {
			const { folder } = await ansibleEnvironment(
				join(root, "ansible/requirements.txt"),
				progress,
			);
			const inventory = join(root, inventoryPath);
			const state = join(root, ".lab/provision");
			const vaultPassword = join(state, "vault-password");
			return {
				...ansibleSettings({ root, state, inventory }),
				ANSIBLE_INVENTORY: inventory,
				...(existsSync(vaultPassword)
					? { ANSIBLE_VAULT_PASSWORD_FILE: vaultPassword }
					: {}),
				PATH: `${join(folder, "bin")}:${process.env.PATH}`,
			};
		},
	},
	process.argv.slice(2),
);
