import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tryRun } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { ansibleEnvironment } from "@lab/provision";
import { expect, test } from "vitest";

const ansible = join(import.meta.dirname, "../../ansible");

const disk = (name: string, given: object) => ({
	name,
	type: "disk",
	size: 2 ** 40,
	rota: false,
	model: "Test",
	serial: `serial-${name}`,
	wwn: null,
	fstype: null,
	mountpoints: [null],
	...given,
});

describeNeeding(["python"], "disks of a machine", () => {
	test("an empty disk is proposed by its ID, a used one is not", async () => {
		const listing = {
			blockdevices: [
				disk("empty", {}),
				disk("spinning", { rota: true, size: 4 * 2 ** 40 }),
				disk("formatted", { fstype: "ext4" }),
				disk("mounted", { mountpoints: ["/data"] }),
				disk("parted", { children: [{ name: "parted1" }] }),
				disk("nameless", { serial: null }),
				disk("loop0", { type: "loop" }),
			],
		};
		const folder = await mkdtemp(join(tmpdir(), "lab-disks-"));
		const file = join(folder, "lsblk.json");
		await writeFile(file, JSON.stringify(listing));
		const { program } = await ansibleEnvironment(
			join(ansible, "requirements.txt"),
			{ step() {}, note() {} },
		);
		const parameters = { command: ["cat", file], declared: [] };
		const { stdout } = await tryRun(
			program("ansible"),
			[
				...["localhost", "-i", "localhost,", "-c", "local", "-o"],
				...["-m", "disks", "-a", JSON.stringify(parameters)],
				...["-e", `ansible_python_interpreter=${program("python")}`],
			],
			{
				cwd: ansible,
				timeout: "1m",
				env: {
					ANSIBLE_NOCOLOR: "1",
					ANSIBLE_BECOME: "false",
					ANSIBLE_CALLBACK_RESULT_FORMAT: "json",
					ANSIBLE_STDOUT_CALLBACK: "ansible.builtin.minimal",
				},
			},
		);
		const answer = JSON.parse(stdout.slice(stdout.indexOf("{")));
		expect(answer.proposals).toEqual([
			{ id: "serial-empty", size: "1024Gi", tags: ["ssd"] },
			{ id: "serial-spinning", size: "4096Gi", tags: ["hdd"] },
		]);
		expect(answer).toMatchObject({ changed: false });
		expect(answer.found).toHaveLength(6);
	}, 120_000);
});
