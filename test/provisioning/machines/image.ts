import { access, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { contentHash, run } from "@lab/core";
import { cacheFolder } from "@lab/ops";

const script = join(import.meta.dirname, "image.sh");
const mirror = process.env.DEBIAN_MIRROR ?? "http://deb.debian.org/debian";

/** The folder of the system that machines start from; built once (about a minute), kept outside the repository. */
export async function machineImage(): Promise<string> {
	const version = contentHash(await readFile(script, "utf8")).slice(0, 12);
	const image = join(cacheFolder(), `test-machine-${version}`);
	try {
		await access(image);
	} catch {
		await mkdir(cacheFolder(), { recursive: true });
		await run("bash", [script, image, mirror], { timeout: "15m" });
	}
	return image;
}
