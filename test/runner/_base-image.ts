import { mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { run } from "@lab/core";

/** Shared libraries and loader in the output of `ldd`. */
const LIBRARIES = /=> (\/\S+)|^\s*(\/lib\S+)/gm;

/**
 * Makes an image with this machine's Node, its libraries and busybox, as a base
 * for the runner's image where no image can be pulled.
 */
export async function makeBaseImage(
	name: string,
	folder: string,
	env: Record<string, string>,
): Promise<void> {
	const root = join(folder, "base");
	const node = process.execPath;
	const { stdout } = await run("ldd", [node], { timeout: "10s" });
	const libraries = [...stdout.matchAll(LIBRARIES)].map(
		([, found, loader]) => found ?? loader ?? "",
	);
	for (const path of ["bin", "tmp", "usr/bin", "var/lib/lab", "etc"])
		await mkdir(join(root, path), { recursive: true });
	await run("cp", ["-L", "--parents", ...libraries, root], { timeout: "1m" });
	await run("cp", ["-L", node, join(root, "usr/bin/node")], { timeout: "1m" });
	await run("cp", ["-L", "/bin/busybox", join(root, "bin/busybox")], {
		timeout: "10s",
	});
	for (const applet of ["sh", "tar"])
		await symlink("busybox", join(root, "bin", applet));
	await run("chmod", ["1777", join(root, "tmp")], { timeout: "10s" });
	const archive = join(folder, "base.tar");
	await run("tar", ["-C", root, "-cf", archive, "."], { timeout: "1m" });
	await run(
		"docker",
		[
			"import",
			"--change",
			"ENV PATH=/usr/local/bin:/usr/bin:/bin",
			archive,
			name,
		],
		{ timeout: "2m", env },
	);
	await rm(root, { recursive: true });
	await rm(archive);
}
