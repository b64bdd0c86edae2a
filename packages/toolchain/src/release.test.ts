import { expect, test } from "vitest";
import { findSum } from "./release.ts";

const sum = "a".repeat(64);
const other = "b".repeat(64);

test.each([
	["sha256sum lines", `${other}  x.tar.gz\n${sum}  helm.tar.gz\n`],
	["binary mode", `${sum} *helm.tar.gz\n`],
	["paths", `${sum}  _dist/helm.tar.gz\n${other}  _dist/helm.tar.gz.asc\n`],
	["one bare sum", `${sum}\n`],
])("the checksum is found in %s", (_, text) => {
	expect(findSum(text, "helm.tar.gz")).toBe(sum);
});

test.each([
	["another file's line", `${other}  x.tar.gz\n`],
	["a web page", "<html>404</html>"],
	["nothing", ""],
])("no checksum is found in %s", (_, text) => {
	expect(findSum(text, "helm.tar.gz")).toBeUndefined();
});
