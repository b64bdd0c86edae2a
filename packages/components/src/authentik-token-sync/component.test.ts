import { execFile } from "node:child_process";
import { chmod, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { fromYaml } from "@lab/core";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { authentikTokenSync } from "./component.ts";

const { object, objects } = renderComponent(authentikTokenSync);
const name = "authentik-outpost-token-sync";

test("it has no Job, which Fleet would report as drift once it is gone", () => {
	expect(objects.map(({ kind }) => kind)).not.toContain("Job");
});

test("it may change one Secret and one Deployment, and create nothing", () => {
	const rules = object("Role", name).rules as {
		readonly resources: readonly string[];
		readonly resourceNames: readonly string[];
		readonly verbs: readonly string[];
	}[];
	expect(
		rules.map(({ resources, resourceNames, verbs }) => [
			...resources,
			...resourceNames,
			...verbs,
		]),
	).toEqual([
		["secrets", "authentik-outpost-token", "get", "patch"],
		["deployments", "authentik-outpost", "get", "patch"],
	]);
});

/** Runs the script with a fake psql that prints an answer. */
async function readToken(answer: string) {
	const folder = await mkdtemp(join(tmpdir(), "token-sync-"));
	const psql = join(folder, "psql");
	await writeFile(psql, `#!/bin/sh\ncat >/dev/null\nprintf '%s' '${answer}'\n`);
	await chmod(psql, 0o755);
	const scripts = object("ConfigMap", name).data as Record<string, string>;
	const script = (scripts["read-token.sh"] ?? "").replaceAll(
		"/objects/",
		`${folder}/`,
	);
	await promisify(execFile)("sh", ["-c", script], {
		env: {
			PATH: `${folder}:${process.env.PATH}`,
			OUTPOST: "an outpost",
			NAMESPACE: "authentik",
			SECRET: "authentik-outpost-token",
			DEPLOYMENT: "authentik-outpost",
		},
	});
	const read = async (file: string) =>
		fromYaml(await readFile(join(folder, file), "utf8"), file);
	return {
		secret: await read("1-secret.yaml"),
		deployment: await read("2-deployment.yaml"),
	};
}

test("the script writes the token into the Secret, and its hash into the pod template", async () => {
	const { secret, deployment } = await readToken("a-token");
	expect(secret).toMatchObject({
		kind: "Secret",
		metadata: { name: "authentik-outpost-token" },
		stringData: { token: "a-token" },
	});
	expect(deployment).toMatchObject({ kind: "Deployment" });
	expect(JSON.stringify(deployment)).not.toContain("a-token");
	expect((await readToken("a-token")).deployment).toEqual(deployment);
	expect((await readToken("another")).deployment).not.toEqual(deployment);
});

test("the script fails while Authentik has no token", async () => {
	await expect(readToken("")).rejects.toThrow(/has no token/);
});
