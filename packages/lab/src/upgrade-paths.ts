import type { UpgradePath } from "@lab/kubernetes";

/** Steps of upgrades, by chart. All versions are those of the chart. */
export const upgradePaths = {
	authentik: {
		step: [
			...["2024.2", "2024.4", "2024.6", "2024.8", "2024.10", "2024.12"],
			...["2025.2", "2025.4", "2025.6", "2025.8", "2025.10", "2025.12"],
			...["2026.2", "2026.5", "2026.8"],
		],
		downgrades: false,
		source: "https://docs.goauthentik.io/installation/upgrade",
	},
	"cert-manager": {
		step: "minor",
		recommended: true,
		source: "https://cert-manager.io/docs/installation/upgrade/",
	},
	/** Chart 3.0 is Kyverno 1.10. */
	kyverno: {
		barrier: "3.0.0",
		source: "https://kyverno.io/docs/installation/upgrading/",
	},
	longhorn: {
		step: "minor",
		downgrades: false,
		source: "https://longhorn.io/docs/1.10.1/deploy/upgrade/",
	},
	rancher: {
		step: "minor",
		recommended: true,
		source:
			"https://ranchermanager.docs.rancher.com/getting-started/installation-and-upgrade/install-upgrade-on-a-kubernetes-cluster/upgrades",
	},
} as const satisfies Record<string, UpgradePath>;
