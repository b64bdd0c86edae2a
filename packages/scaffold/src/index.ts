export { baseOf } from "./base-of.ts";
export type { Kind } from "./kind.ts";
export { kinds } from "./kinds.ts";
export { mentioning, mentionsOf } from "./mentions.ts";
export type { Words } from "./naming.ts";
export { type Scaffolded, type ScaffoldOptions, scaffold } from "./scaffold.ts";
