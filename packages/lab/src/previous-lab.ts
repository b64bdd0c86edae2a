import { type Secret, secrets } from "./secrets.ts";

/** A lab that runs in the cluster today, and that ours takes over. */
export interface PreviousLab {
	readonly name: string;
	/** Its GitRepo, in Fleet's workspace. */
	readonly gitRepo: string;
	/** Start of its bundles' names, and of the releases of those without a chart. */
	readonly bundlePrefix: string;
	/** Values that programs have stored, under the name of another Secret. */
	readonly carriedSecrets: readonly {
		readonly from: { readonly namespace: string; readonly name: string };
		readonly to: Secret;
		readonly why: string;
	}[];
}

/** Labs that `pnpm provision adopt` knows. */
export const previousLabs = {
	"vaclab-2": {
		name: "vaclab-2",
		gitRepo: "vaclab-2",
		bundlePrefix: "vaclab-2-fleet-",
		carriedSecrets: [
			{
				// Grafana's chart made it; the password is in Grafana's database.
				from: { namespace: "vmetrics", name: "vmks-grafana" },
				to: secrets.grafanaAdmin,
				why: "Grafana's database has this password of its administrator",
			},
		],
	},
} as const satisfies Record<string, PreviousLab>;
