/** Writes metrics of many pods to Parquet and CSV, from a server with Prometheus' API: `<url> <folder>`. */
import process from "node:process";
import { prometheus } from "@lab/analysis/sources";
import { Database, writeMetrics } from "@lab/analysis/tables";
import { gossipQueries } from "@lab/signals";

const [url = "", folder = ""] = process.argv.slice(2);
const database = await Database.open({ memoryMb: 300, threads: 2 });
const START = 1_785_892_500_000_000_000n;
await writeMetrics(
	database,
	prometheus({ url }),
	gossipQueries.map((query) => ({
		query,
		scope: { namespace: "bench", rateWindow: "121s" },
		start: START,
		end: START + 3_540_000_000_000n,
		stepMs: 60_000,
	})),
	{ folder, run: "bench" },
);
database.close();
