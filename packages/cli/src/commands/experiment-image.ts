import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "@lab/core";
import { ensureTools } from "@lab/ops";
import type { Command } from "../command.ts";
import { writeContext } from "../inside/context.ts";

export const command: Command = {
	summary: "Build the image of the runner, for runs inside the cluster",
	arguments: [
		{ name: "<image>", description: "what it is to be called: name:tag" },
	],
	options: [
		{
			flags: "--base <image>",
			description: "with Node 20.11 or newer, and tar",
			default: "node:22.14.0-bookworm-slim",
		},
		{ flags: "--push", description: "to its registry, too" },
	],
	example: "pnpm experiment image registry.example/lab-runner:1",
	async run({ args: [image = ""], options, root, progress, signal }) {
		const folder = await mkdtemp(join(tmpdir(), "runner-image-"));
		const docker = (...words: string[]) =>
			run("docker", words, { timeout: "20m", signal });
		try {
			const { kubectl } = await ensureTools(["kubectl"], { progress, signal });
			progress.step("bundling the runner");
			await writeContext(folder, { root, kubectl: kubectl.path });
			progress.step(`building ${image}`);
			await docker(
				...["build", "--build-arg", `BASE=${String(options.base)}`],
				...["--file", join(root, "packages/runner/Dockerfile")],
				...["--tag", image, folder],
			);
			if (options.push === true) {
				progress.step(`pushing ${image}`);
				await docker("push", image);
			}
			return { exit: 0, document: { image }, text: image };
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	},
};
