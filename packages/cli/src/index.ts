export {
	type Answer,
	type Argument,
	defineCommand,
	type Input,
	type Option,
} from "./command.ts";
export { runCommandLine } from "./command-line.ts";
export { type Entry, registry } from "./registry.ts";
export { renderTreeOf } from "./render-tree.ts";
export { isStale, type Report, reports } from "./reports.ts";
export { runScript, type Script } from "./run-script.ts";
