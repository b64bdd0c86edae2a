import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { exitCode, writeFileAtomically } from "@lab/core";
import {
	duplicationReport,
	inventoryPath,
	inventoryText,
	labInventory,
	readChecksums,
} from "@lab/provision";
import { defineCommand } from "../../command.ts";

export const command = defineCommand({
	options: [
		{
			flags: "--check",
			description: "write nothing; exit 1 if a file would change",
		},
	],
	example: "pnpm provision report --check",
	async run({ options, root }) {
		const inventory = labInventory(await readChecksums(root));
		const wanted = {
			[inventoryPath]: inventoryText(inventory),
			"docs/reports/lab-duplication.md": duplicationReport(),
		};
		const check = options.check;
		const changed: string[] = [];
		for (const [path, text] of Object.entries(wanted)) {
			const current = await readFile(join(root, path), "utf8").catch(absent);
			if (text === current) continue;
			changed.push(path);
			if (!check) await writeFileAtomically(join(root, path), text);
		}
		return {
			exit: changed.length > 0 && check ? exitCode.no : exitCode.done,
			document: { paths: Object.keys(wanted), changed, written: !check },
			text:
				changed.length === 0
					? "the inventory and the report are up to date"
					: changed
							.map((path) => `${path} ${check ? "would change" : "written"}`)
							.join("\n"),
		};
	},
});

function absent(error: NodeJS.ErrnoException): undefined {
	if (error.code === "ENOENT") return undefined;
	throw error;
}
