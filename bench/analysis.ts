import type { Progress } from "@lab/core";
import { benchFormats } from "./analysis/formats.ts";
import type { Aim } from "./registry.ts";

export async function bench({
	progress,
}: {
	progress: Progress;
}): Promise<Aim[]> {
	progress.step("parsing logs, and the same with 10ksim's patterns in Python");
	return benchFormats();
}
