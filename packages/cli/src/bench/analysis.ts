import { benchFormats } from "@lab/analysis/bench";
import type { Progress } from "../output.ts";
import type { Aim } from "./registry.ts";

export async function bench({
	progress,
}: {
	progress: Progress;
}): Promise<Aim[]> {
	progress.step("parsing logs beside 10ksim's patterns in Python");
	return benchFormats();
}
