import { join } from "node:path";
import { run } from "@lab/core";
import type { Source } from "./source-edit.ts";

/** Does what `pnpm format` would do to a file of that path: order of imports, line breaks. */
export async function formatted(root: string, source: Source): Promise<Source> {
	if (!source.path.endsWith(".ts")) return source;
	const { stdout } = await run(
		join(root, "node_modules/.bin/biome"),
		[
			...["check", "--write", "--linter-enabled=false", "--colors=off"],
			`--stdin-file-path=${source.path}`,
		],
		{ cwd: root, input: source.text, timeout: "1m" },
	);
	return { path: source.path, text: stdout };
}
