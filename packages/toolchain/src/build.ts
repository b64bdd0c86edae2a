import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { LabError, tryRun } from "@lab/core";
import { install, withStage } from "./cache.ts";
import { named, toolFault } from "./faults.ts";
import { familyFolder, goVersion, type Pin } from "./pins.ts";
import { atMostEvery, megabytes, stopwatch, type Work } from "./progress.ts";

/**
 * Builds tools of one family with a single `go build`, and installs them.
 *
 * @returns their paths, in the order of `pins`
 * @throws LabError `go-missing`, `go-build-failed`
 */
export async function buildWithGo(
	pins: readonly Pin[],
	{ cache, progress, signal }: Work,
): Promise<string[]> {
	const [first] = pins;
	if (first === undefined) return [];
	const elapsed = stopwatch();
	const throttled = atMostEvery(5000);
	let packages = 0;
	const report = () =>
		progress.step(
			`building ${named(pins)} with Go: ${packages} packages, ${elapsed()}`,
		);
	report();
	return withStage(cache, async (stage) => {
		await runGo(pins, [...buildArguments(pins), "-o", `${stage}/`], {
			signal,
			packages: pins.map((pin) => pin.package),
			onLine: () => {
				packages++;
				throttled(report);
			},
		});
		const paths: string[] = [];
		let bytes = 0;
		for (const pin of pins) {
			const binary = join(stage, binaryName(pin));
			bytes += (await stat(binary)).size;
			const from = `${pin.package} in tools/go/${pin.family}`;
			paths.push(await install(cache, pin, binary, { source: "go", from }));
		}
		progress.note(
			`${named(pins)}: built with Go, ${megabytes(bytes)} in ${elapsed()}`,
		);
		return paths;
	});
}

function buildArguments(pins: readonly Pin[]): string[] {
	const stamps = Object.entries(pins[0]?.stamps ?? {});
	const linker = ["-s", "-w", ...stamps.map(([key, it]) => `-X ${key}=${it}`)];
	// -v prints each package as it is compiled, which serves as progress.
	return ["build", "-v", "-trimpath", "-ldflags", linker.join(" ")];
}

/** Name that `go build` gives a package's binary: the last path element other than a major version. */
export function binaryName(pin: Pin): string {
	if (pin.package === ".") return pin.family;
	return basename(pin.package.replace(/\/v\d+$/, ""));
}

/** Overrides the user's own Go settings (cgo, flags, targets), which must not affect our builds. */
export const goEnvironment = {
	CGO_ENABLED: "0",
	GOFLAGS: "-mod=readonly -buildvcs=false",
	GOWORK: "off",
	GOOS: undefined,
	GOARCH: undefined,
};

interface GoRun {
	readonly signal?: AbortSignal | undefined;
	readonly packages: readonly string[];
	readonly onLine: (line: string) => void;
}

async function runGo(
	pins: readonly Pin[],
	args: readonly string[],
	{ signal, packages, onLine }: GoRun,
): Promise<void> {
	const [first] = pins;
	if (first === undefined) return;
	const cwd = familyFolder(first.family);
	const result = await tryRun("go", [...args, ...packages], {
		cwd,
		env: goEnvironment,
		timeout: "120m",
		onLine,
		...(signal ? { signal } : {}),
	}).catch((error: unknown) => {
		if (error instanceof LabError && error.code === "command-not-found") {
			const go = `Go ${goVersion(first.family)} is not installed on this machine`;
			throw toolFault("go-missing", pins, go, cwd, error);
		}
		throw error;
	});
	if (result.exit === 0) return;
	const messages = result.stderr
		.split("\n")
		.filter((line) => /[\s:]/.test(line.trim()) && !/^go: downl/.test(line))
		.slice(-10);
	const reason = ["the Go build failed", ...messages].join("\n");
	throw toolFault("go-build-failed", pins, reason, cwd);
}
