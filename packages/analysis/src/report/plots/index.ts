export { type BarPart, bars } from "./_bars.ts";
export { type Box, boxes, boxOf, type Dot } from "./_boxes.ts";
export { type CurvePoint, curves, distribution } from "./_curves.ts";
export { LOG_FLOOR_MS, unitOf } from "./_draw.ts";
export { type Effect, effects } from "./_effects.ts";
export { rowsOf } from "./_rows.ts";
export { type Level, type TimePoint, timeline } from "./_timeline.ts";
export type { Plot } from "./plot.ts";
