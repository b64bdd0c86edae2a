import { stat } from "node:fs/promises";
import { expect, test } from "vitest";
import { kubectl } from "../kubectl.ts";
import { minutes } from "../limits.ts";
import { lab, server } from "./_lab.ts";

/** Scenarios of backup, restore and rotating secrets. */
export function backupsAndSecrets(): void {
	test(
		"a backup fetches the state and its token, and a restore restores them",
		async () => {
			const { next } = await lab.report(["backup"]);
			const file = /restore ([^\s']+)/.exec(next)?.[1] ?? "";
			expect((await stat(file)).mode & 0o077).toBe(0);
			await server.shell("k3s kubectl delete secret google-oauth -n authentik");
			const restored = await lab.report(["restore", file]);
			expect(restored.outcome).toBe("done");
			expect(
				await kubectl(server, "get secret google-oauth -n authentik"),
			).toHaveLength(1);
		},
		minutes(4),
	);

	test(
		"rotating a secret by name changes it and its copies, and no other",
		async () => {
			const read = async (place: string) =>
				JSON.stringify((await kubectl(server, `get secret ${place}`))[0]?.data);
			const [ours, copy, other] = [
				"grafana-authentik-oidc -n authentik",
				"grafana-authentik-oidc -n vmetrics",
				"otel-client-token -n opentelemetry",
			] as const;
			const old = await Promise.all([ours, copy, other].map(read));
			await lab.report(["rotate-secrets", "authentik/grafana-authentik-oidc"]);
			const now = await Promise.all([ours, copy, other].map(read));
			expect(now[0]).not.toBe(old[0]);
			expect(now[1]).toBe(now[0]);
			expect(now[2]).toBe(old[2]);
		},
		minutes(3),
	);
}
