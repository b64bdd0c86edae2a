import { pinDownloads } from "@lab/provision";
import { defineCommand } from "../../command.ts";

export const command = defineCommand({
	example: "pnpm provision pin",
	async run({ root, progress }) {
		const pinned = await pinDownloads(root, progress);
		return {
			exit: 0,
			document: { pinned },
			text:
				pinned.length === 0
					? "every download has a checksum"
					: `${pinned.length} new checksums in ansible/checksums.json; review and commit them:\n${pinned.map((url) => `  ${url}`).join("\n")}`,
		};
	},
});
