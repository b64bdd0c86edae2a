import { expect, test } from "vitest";
import { nodeVersions } from "../kubectl.ts";
import { minutes } from "../limits.ts";
import { changes, lab, onAll, server } from "./_lab.ts";

/** Scenarios of resetting the lab. */
export function resets(): void {
	test("reset requires the name of the cluster", async () => {
		const { exit, stderr } = await lab.provision([
			"reset",
			"--cluster-name",
			"other",
		]);
		expect(exit).toBe(2);
		expect(stderr).toContain("error[cluster-name-differs]");
		expect(Object.keys(await nodeVersions(server))).toHaveLength(3);
	});

	test(
		"reset removes everything we installed, and a second one finds nothing to do",
		async () => {
			await lab.report(["reset", "--cluster-name", "vaclab"]);
			const left = await onAll(
				"systemctl list-units --all --no-legend 'k3s*' 'vaclab*'; ls -d /etc/vaclab /etc/rancher /var/lib/rancher /usr/local/bin/k3s /etc/sysctl.d/90-vaclab.conf 2>/dev/null; nft list tables",
			);
			expect(Object.values(left).join("")).toBe("");
			expect(
				changes(await lab.report(["reset", "--cluster-name", "vaclab"])),
			).toEqual([]);
		},
		minutes(4),
	);
}
