import type { Plan } from "@lab/record";
import { prepareRunnerOptions } from "@lab/runs";
import type { Context } from "../../command.ts";
import { contextOf, type RunOptions } from "./_options.ts";

/** Reads the runner's options. */
export const readRunOptions = (
	input: Context & { readonly options: RunOptions },
	backend: Plan["backend"],
) => prepareRunnerOptions({ ...input.options, backend }, contextOf(input));
