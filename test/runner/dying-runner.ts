import { basename, dirname } from "node:path";
import process from "node:process";
import { executeRun, makeBackend, runFolder } from "@lab/runner";

const [path = "", at, afterMs] = process.argv.slice(2);
const folder = runFolder(dirname(dirname(path)), basename(path));
const print = (text: string) => {
	if (text !== at) return;
	const die = () => process.kill(process.pid, "SIGKILL");
	if (Number(afterMs) === 0) die();
	else setTimeout(die, Number(afterMs));
};

await executeRun(folder, {
	makeBackend: makeBackend(print),
	judge: async () => [],
	print,
});
