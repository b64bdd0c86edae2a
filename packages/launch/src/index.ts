import { join } from "node:path";
import process from "node:process";

const launcher = join(import.meta.dirname, "../launch.mjs");

/** Command line that starts a program of this repository. @param source absolute path of its TypeScript file */
export const launchCommand = (
	source: string,
): readonly [string, ...string[]] => [process.execPath, launcher, source];
