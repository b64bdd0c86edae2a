import { toBytes } from "@lab/core";
import { expect, test } from "vitest";
import {
	type Environment,
	environments,
	type Support,
} from "./environments.ts";
import { nodes } from "./nodes.ts";
import { storageClasses } from "./storage.ts";

const { vaclab } = environments;

test("the workers have room for the full disks of all stores", () => {
	const { disks, replicas } = vaclab;
	const copies = storageClasses.workers.replicas;
	const required =
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
	expect(required).toBeLessThan(room);
});

test.each(Object.values<Environment>(environments))(
	"$name: a sample has no more copies than there are stores",
	({ metricsReplication, replicas }) => {
		expect(metricsReplication).toBeLessThanOrEqual(
			Math.min(replicas.vmstorage, replicas.vmstorageExternal),
		);
	},
);

test("the lab supports everything; features that the replica lacks have a reason", () => {
	const supported = Object.values(vaclab.supports);
	expect(supported.every(({ available }) => available)).toBe(true);
	for (const support of Object.values<Support>(environments.local.supports))
		if (!support.available) expect(support.why.length).toBeGreaterThan(10);
});
