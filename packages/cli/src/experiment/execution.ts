import {
	clusterBackend,
	type Execution,
	type Judge,
	processBackend,
} from "@lab/runner";

/** How this program runs runs: with which backends, and who judges. */
export const execution = (tell: (text: string) => void): Execution => ({
	makeBackend: (plan, folder, options) =>
		(plan.backend === "cluster" ? clusterBackend : processBackend)(
			plan,
			folder,
			options,
			tell,
		),
	judge,
	tell,
});

/** The delivery ledger and its figures. Loaded only now: a runner that waits stays small. */
const judge: Judge = async (folder, _plan, conditions) => {
	const [{ analyseRun }, { figuresOf, judge: judgeFigures }, { Database }] =
		await Promise.all([
			import("@lab/analysis/ledger"),
			import("@lab/analysis/report"),
			import("@lab/analysis/tables"),
		]);
	const database = await Database.open();
	try {
		const analysed = await analyseRun(database, folder);
		return judgeFigures(await figuresOf(database, analysed), conditions);
	} finally {
		database.close();
	}
};
