import { access, mkdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { contentHash, run } from "@lab/core";

const script = join(import.meta.dirname, "image.sh");
const mirror = process.env.DEBIAN_MIRROR ?? "http://deb.debian.org/debian";

/** The folder of the system that machines start from; built once (about a minute), kept outside the repository. */
export async function machineImage(): Promise<string> {
	const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
	const version = contentHash(await readFile(script, "utf8")).slice(0, 12);
	const image = join(cache, "vaclab", `test-machine-${version}`);
	try {
		await access(image);
	} catch {
		await mkdir(join(cache, "vaclab"), { recursive: true });
		await run("bash", [script, image, mirror], { timeout: "15m" });
	}
	return image;
}
