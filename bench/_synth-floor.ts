/** Minimum cost of a synth: loads cdk8s and cdk8s-plus, and writes as many files. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import "cdk8s";
import "cdk8s-plus-28";

const [, , folder = "", files = "0"] = process.argv;
mkdirSync(folder, { recursive: true });
for (let index = 0; index < Number(files); index++) {
	writeFileSync(
		join(folder, `${index}.yaml`),
		`kind: ConfigMap # ${index}\n`.repeat(30),
	);
}
