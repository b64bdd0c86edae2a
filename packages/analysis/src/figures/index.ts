export { ownFigures } from "./own-figures.ts";
export { figuresWithRows, readFigures } from "./read-figures.ts";
