export type { Answer, Argument, Command, Input, Option } from "./command.ts";
export { runCommandLine } from "./command-line.ts";
export type { Progress } from "./output.ts";
export { type Entry, registry } from "./registry.ts";
export { renderTreeOf } from "./render-tree.ts";
export { runScript, type Script } from "./run-script.ts";
