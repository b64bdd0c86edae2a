/** What a verdict needs, and nothing that draws: it comes into the image of a runner. */
export { figuresOf } from "./figures.ts";
export { judge } from "./judge.ts";
