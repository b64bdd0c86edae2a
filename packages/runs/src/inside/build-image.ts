import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "@lab/core";
import { ensureTools } from "@lab/toolchain";
import type { Context } from "../context.ts";

/** Builds the image of the runner inside a cluster, with docker. */
export async function buildRunnerImage(
	{
		image,
		base,
		push,
	}: {
		/** `name:tag` */
		readonly image: string;
		/** Image with Node 20.11 or newer, and tar. */
		readonly base: string;
		readonly push: boolean;
	},
	{ root, progress, signal }: Pick<Context, "root" | "progress" | "signal">,
): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), "runner-image-"));
	const docker = (...words: string[]) =>
		run("docker", words, { timeout: "20m", signal });
	try {
		const { kubectl } = await ensureTools(["kubectl"], { progress, signal });
		progress.step("bundling the runner");
		// Imported on demand: it loads every protocol, which no other operation on runs needs.
		const { writeContext } = await import("./image-context.ts");
		await writeContext(folder, { root, kubectl: kubectl.path });
		progress.step(`building ${image}`);
		await docker(
			...["build", "--build-arg", `BASE=${base}`],
			...["--file", join(root, "packages/runner/Dockerfile")],
			...["--tag", image, folder],
		);
		if (push) {
			progress.step(`pushing ${image}`);
			await docker("push", image);
		}
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
