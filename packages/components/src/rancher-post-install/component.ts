import { fleet, images } from "@lab/lab";
import { type Chart, Cron, Duration, Size } from "cdk8s";
import {
	ConcurrencyPolicy,
	Cpu,
	CronJob,
	ImagePullPolicy,
	type IServiceAccount,
} from "cdk8s-plus-28";
import { addAccount } from "../account.ts";
import { defineComponent } from "../component.ts";

const name = "fleet-cluster-labeler";
const metadata = { name, namespace: fleet.workspace };

/**
 * Keeps the label by which the lab's GitRepo finds its cluster.
 *
 * Rancher drops it on upgrades, and then Fleet uninstalls all that was rolled
 * out by it: so it is set again and again, by what stays when its own bundle
 * goes. Provisioning sets it for the first time.
 */
export const rancherPostInstall = defineComponent({
	name: "rancher-post-install",
	purpose: "the label by which Fleet finds this cluster",
	namespace: fleet.workspace,
	requires: (env) => env.served.rancher,
	adopt: true,
	keep: true,
	objects(scope) {
		const account = addAccount(scope, {
			...metadata,
			rules: [
				{
					apiGroups: ["fleet.cattle.io"],
					resources: ["clusters"],
					resourceNames: [fleet.cluster],
					verbs: ["get", "patch"],
				},
			],
		});
		addCronJob(scope, account);
	},
});

function addCronJob(scope: Chart, serviceAccount: IServiceAccount): void {
	const labels = Object.entries(fleet.clusterLabel).map(
		([key, value]) => `${key}=${value}`,
	);
	new CronJob(scope, "cron-job", {
		metadata,
		schedule: new Cron({ minute: "*/5" }),
		startingDeadline: Duration.minutes(1),
		concurrencyPolicy: ConcurrencyPolicy.REPLACE,
		serviceAccount,
		automountServiceAccountToken: true,
		containers: [
			{
				name: "kubectl",
				image: images.kubectl,
				imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
				args: [
					"label",
					`clusters.fleet.cattle.io/${fleet.cluster}`,
					...labels,
					"--overwrite",
				],
				securityContext: { user: 65_534, group: 65_534 },
				resources: {
					cpu: { request: Cpu.millis(10), limit: Cpu.millis(100) },
					memory: {
						request: Size.mebibytes(32),
						limit: Size.mebibytes(128),
					},
				},
			},
		],
	});
}
