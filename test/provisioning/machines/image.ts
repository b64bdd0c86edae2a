import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { contentHash, run, withLease } from "@lab/core";
import { cacheFolder } from "@lab/toolchain";

const script = join(import.meta.dirname, "image.sh");
const mirror = process.env.DEBIAN_MIRROR ?? "http://deb.debian.org/debian";

/** Folder with the system image of the machines; built once (about a minute), outside the repository. */
export async function machineImage(): Promise<string> {
	const version = contentHash(await readFile(script, "utf8")).slice(0, 12);
	const image = join(cacheFolder(), `test-machine-${version}`);
	await mkdir(cacheFolder(), { recursive: true });
	await withLease(`${image}.lease`, "the image", {}, async () => {
		if (existsSync(image)) return;
		await run("bash", [script, image, mirror], { timeout: "15m" });
	});
	return image;
}
