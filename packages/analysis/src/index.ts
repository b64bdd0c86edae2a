export { continuation, log } from "./events/log.ts";
export {
	baseColumns,
	defineEvent,
	type EventSchema,
	type Field,
	type FieldType,
	type Sample,
	type Unit,
} from "./events/schema.ts";
export type { Inner, LineFormat, Wrapper } from "./formats/format.ts";
export { type Level, LineRecord, levels } from "./formats/record.ts";
export { formats, wrappers } from "./formats/registry.ts";
export { Learner, type Proposal } from "./learn/learner.ts";
export { schemaSource } from "./learn/schema-source.ts";
export { TemplateMiner } from "./learn/template-miner.ts";
export {
	type Batch,
	type Column,
	type FloatColumn,
	type NumberColumn,
	type Row,
	type TextColumn,
	toRows,
} from "./parser/batch.ts";
export { LogParser, type ParserOptions } from "./parser/parser.ts";
export type { Stream } from "./parser/stream.ts";
export { Tally, type Unparsed } from "./parser/tally.ts";
export {
	eventsOf,
	type ImageLogs,
	imageLogsOf,
	type Protocol,
	schemasOf,
} from "./protocol/index.ts";
