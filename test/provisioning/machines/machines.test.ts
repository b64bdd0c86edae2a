import { describeNeeding } from "@lab/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Machine, type Machines, startMachines } from "./machines.ts";

describeNeeding(
	["root", "debootstrap"],
	"test machines for provisioning",
	() => {
		let machines: Machines;
		let first: Machine;
		let second: Machine;
		beforeAll(async () => {
			machines = await startMachines();
			first = await machines.add("one");
			second = await machines.add("two");
		}, 900_000);
		afterAll(() => machines?.end());

		const ssh = (machine: Machine, line: string) =>
			machines.network.run(
				"ssh",
				[
					...["-i", machines.key, "-o", "StrictHostKeyChecking=no"],
					...["-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"],
					`provisioner@${machine.address}`,
					line,
				],
				{ timeout: "20s" },
			);

		test("each runs systemd and is reachable over SSH", async () => {
			expect(await ssh(first, "hostname; ps -o comm= -p 1")).toMatchObject({
				stdout: "one\nsystemd\n",
			});
		});

		test("they reach each other and nothing else", async () => {
			expect(
				(
					await first.shell(
						`timeout 2 bash -c ': </dev/tcp/${second.address}/22'`,
					)
				).exit,
			).toBe(0);
			expect(
				(await first.shell("timeout 2 bash -c ': </dev/tcp/1.1.1.1/53'")).exit,
			).not.toBe(0);
		});

		test("they cannot change kernel settings of the host", async () => {
			const before = await first.read("/proc/sys/vm/swappiness");
			expect((await first.shell("sysctl -w vm.swappiness=1")).exit).not.toBe(0);
			expect(await first.read("/proc/sys/vm/swappiness")).toBe(before);
			expect((await first.shell("sysctl -w net.ipv4.ip_forward=1")).exit).toBe(
				0,
			);
		});

		test("a saved disk can be restored, and survives a restart", async () => {
			await first.shell("echo kept > /srv/kept");
			await machines.save("kept");
			await first.shell("rm /srv/kept; rm -r /etc/skel; touch /srv/lost");
			await machines.restore("kept");
			expect((await first.shell("ls /srv; ls -d /etc/skel")).stdout).toBe(
				"kept\n/etc/skel\n",
			);
		});
	},
);
