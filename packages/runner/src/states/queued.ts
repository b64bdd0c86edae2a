import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { until } from "../clock.ts";
import type { Step, Work } from "../work.ts";

/**
 * One run at a time may use a namespace. The place belongs to the run and not
 * to its runner: it is kept while a dead runner waits to be replaced.
 */
const placeOf = ({ options, plan }: Work): string =>
	join(options.state, "leases", `${plan.backend}-${plan.namespace}`);

/** Waits for its turn. */
export const queued: Step = async (work, signal) => {
	const place = placeOf(work);
	await mkdir(join(work.options.state, "leases"), { recursive: true });
	const draft = `${place}.${work.folder.id}`;
	await writeFile(draft, work.folder.id);
	let told = "";
	try {
		await until(
			async () => {
				try {
					await link(draft, place);
					return true;
				} catch (error) {
					if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
				}
				const holder = await readFile(place, "utf8").catch(() => "");
				if (holder !== told && holder !== work.folder.id) {
					work.tell(
						`waits for run ${holder}, which uses ${work.plan.namespace}`,
					);
				}
				told = holder;
				return holder === work.folder.id;
			},
			250,
			signal,
		);
	} finally {
		await rm(draft, { force: true });
	}
};

/** Lets the next run have the namespace. */
export async function leavePlace(work: Work): Promise<void> {
	const place = placeOf(work);
	const holder = await readFile(place, "utf8").catch(() => "");
	if (holder === work.folder.id) await rm(place, { force: true });
}
