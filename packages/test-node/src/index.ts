export { bundleTestNode } from "./bundle.ts";
