/** Exports for a verdict, without plots, since it is part of the runner's image. */
export { figuresOf } from "./figures.ts";
export { judge } from "./judge.ts";
