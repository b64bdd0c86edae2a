export { eventsOf } from "../events/events-of.ts";
export {
	defineEvent,
	type EventSchema,
	type Field,
} from "../events/schema.ts";
export { type Figure, figureSql, figuresIn } from "./figure.ts";
export type { ImageLogs } from "./image-logs.ts";
export { imageLogsOf, schemasOf } from "./images.ts";
export {
	type Export,
	type FigureRows,
	type MeasureOf,
	type Protocol,
	partsOf,
	type SqlByEvent,
} from "./protocol.ts";
export { mostOf, numberIn, ratioOf, sumOf } from "./rows.ts";
