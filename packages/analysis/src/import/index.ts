export { type Imported, importTenKsim } from "./ten-ksim.ts";
