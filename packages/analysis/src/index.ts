export {
	type ImageLogs,
	imageLogs,
	logsOf,
	schemasOf,
} from "./events/images.ts";
export { continuation, log } from "./events/log.ts";
export { eventSchemas } from "./events/registry.ts";
export {
	baseColumns,
	defineEvent,
	type EventSchema,
	type Field,
	type FieldType,
	type Sample,
	type Unit,
} from "./events/schema.ts";
export {
	type Batch,
	type Column,
	type FloatColumn,
	type NumberColumn,
	type Row,
	type TextColumn,
	toRows,
} from "./formats/batch.ts";
export type { Inner, LineFormat, Wrapper } from "./formats/format.ts";
export { LogParser, type ParserOptions } from "./formats/parser.ts";
export { type Level, LineRecord, levels } from "./formats/record.ts";
export { formats, wrappers } from "./formats/registry.ts";
export {
	parseStream,
	type Stream,
	type StreamOptions,
} from "./formats/stream.ts";
export { Tally, type Unparsed } from "./formats/tally.ts";
export { Learner, type Proposal } from "./learn/learner.ts";
export { schemaSource } from "./learn/schema-source.ts";
export { TemplateMiner } from "./learn/template-miner.ts";
