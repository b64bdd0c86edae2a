import { pinDownloads } from "@lab/ops";
import type { Command } from "../command.ts";

export const command: Command = {
	summary: "Note the checksum of every file that machines download",
	example: "pnpm provision pin",
	async run({ root, progress }) {
		const pinned = await pinDownloads(root, progress);
		return {
			exit: 0,
			document: { pinned },
			text:
				pinned.length === 0
					? "every download has its checksum"
					: `${pinned.length} new in ansible/checksums.json; review and commit it:\n${pinned.map((url) => `  ${url}`).join("\n")}`,
		};
	},
};
