export { figuresOf, type RunFigures, reduced } from "./figures.ts";
export { judge, measured } from "./judge.ts";
export { plain, type Report, writeReport } from "./write-report.ts";
