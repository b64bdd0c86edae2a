import { toBytes } from "@lab/core";
import { expect, test } from "vitest";
import { type Environment, environments } from "./environments.ts";
import { nodes } from "./nodes.ts";
import { storageClasses } from "./storage.ts";

const { vaclab } = environments;

test("the workers have room for all that the stores may fill", () => {
	const { disks, replicas } = vaclab;
	const copies = storageClasses.workers.replicas;
	const asked =
		copies *
		(toBytes(disks.metrics) * replicas.vmstorage +
			toBytes(disks.metricsExternal) * replicas.vmstorageExternal +
			toBytes(disks.logs) * replicas.vlstorage +
			toBytes(disks.logsExternal) * replicas.vlstorageExternal);
	const room = nodes
		.filter(({ storageTags }) =>
			(storageTags as readonly string[]).includes("worker"),
		)
		.flatMap(({ disks }) => disks)
		.reduce(
			(sum, { size, reserved }) => sum + toBytes(size) - toBytes(reserved),
			0,
		);
	expect(asked).toBeLessThan(room);
});

test.each(Object.values<Environment>(environments))(
	"$name: no more copies of a sample than stores to put them in",
	({ metricsReplication, replicas }) => {
		expect(metricsReplication).toBeLessThanOrEqual(
			Math.min(replicas.vmstorage, replicas.vmstorageExternal),
		);
	},
);

test("the lab serves everything; what the replica lacks says why", () => {
	expect(Object.values(vaclab.served).every(({ here }) => here)).toBe(true);
	for (const one of Object.values<Environment["served"]["webhooks"]>(
		environments.local.served,
	))
		if (!one.here) expect(one.why.length).toBeGreaterThan(10);
});
