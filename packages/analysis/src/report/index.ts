export { figuresOf, reduced, reportFigures } from "./figures.ts";
export { computedMeasures, judge, measured } from "./judge.ts";
export { protocolMeasures } from "./protocol-measures.ts";
export type { RunFigures } from "./run-figures.ts";
export { plain, type Report, writeReport } from "./write-report.ts";
