export { deriveTables } from "./derive.ts";
export {
	type Figure,
	figureSql,
	figuresWithRows,
	readFigures,
} from "./figure.ts";
export { protocolFigures } from "./registry.ts";
