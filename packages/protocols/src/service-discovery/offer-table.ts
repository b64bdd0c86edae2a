import { createHash } from "node:crypto";
import type { Derived } from "@lab/analysis/tables";

/** Which node offers which service, with the service id that discoverers log: the SHA-256 of its name. */
export const offers: Derived = {
	name: "service-discovery.offer",
	needs: ["service-discovery.advertising"],
	columns: {
		stream: "text",
		time: "int64",
		service: "text",
		serviceId: "text",
	},
	rows: async (database) =>
		(
			await database.rows<{
				stream: string;
				time: number | bigint;
				service: string;
			}>("SELECT stream, time, service FROM service_discovery_advertising")
		).map(({ stream, time, service }) => ({
			stream,
			time: BigInt(time),
			service,
			serviceId: `key:${createHash("sha256").update(service).digest("hex").toUpperCase()}`,
		})),
};
