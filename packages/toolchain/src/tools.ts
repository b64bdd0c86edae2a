/**
 * Outside programs that share a version, a Go module and a release.
 * `tools/go/<family>/go.mod` pins the same version and all dependencies.
 *
 * Placeholders in templates: `{version}`, `{os}` (linux or darwin), `{Os}`
 * (Linux or Darwin), `{arch}` (amd64 or arm64), `{machine}` (x86_64 or arm64),
 * `{name}` (of the tool).
 */
export interface Family {
	/** Version without a leading `v`. */
	readonly version: string;
	/** Go module that contains the packages. */
	readonly module: string;
	/** Version of the Go module. @default v{version} */
	readonly moduleVersion?: string;
	/** Go variables set by the linker. Without them a build does not know its version. */
	readonly stamps: Readonly<Record<string, string>>;
	/** Upstream binaries with checksums. A family without a release is built with Go. */
	readonly release?: Release;
	readonly tools: Readonly<Record<string, Program>>;
}

export interface Release {
	readonly url: string;
	/** URL of `sha256sum` lines or of one bare checksum. Proves integrity, not origin. */
	readonly checksums: string;
	/** Path of the program in the tar archive. Without it the file itself is the program. */
	readonly member?: string;
}

export interface Program {
	/** Go package, or `.` for the `main.go` next to the go.mod. */
	readonly package: string;
	/** Arguments that print the version. Without them a program on PATH is never used. */
	readonly asks?: readonly string[];
	/** Release of this program. @default the family's */
	readonly release?: Release;
}

const VICTORIA_METRICS = "github.com/VictoriaMetrics/VictoriaMetrics";
const VICTORIA_STAMP = `${VICTORIA_METRICS}/lib/buildinfo.Version`;
const PROMETHEUS_STAMP = "github.com/prometheus/common/version.Version";
const KUBERNETES_STAMP = "k8s.io/component-base/version";

const onGithub = (repository: string, asset: string, checksums: string) => {
	const folder = `https://github.com/${repository}/releases/download/v{version}`;
	return { url: `${folder}/${asset}`, checksums: `${folder}/${checksums}` };
};

const vmutils: Release = {
	...onGithub(
		"VictoriaMetrics/VictoriaMetrics",
		"vmutils-{os}-{arch}-v{version}.tar.gz",
		"vmutils-{os}-{arch}-v{version}_checksums.txt",
	),
	member: "{name}-prod",
};

export const families = {
	fleet: {
		version: "0.15.4",
		module: "github.com/rancher/fleet",
		stamps: { "github.com/rancher/fleet/pkg/version.Version": "v{version}" },
		release: onGithub(
			"rancher/fleet",
			"{name}-{os}-{arch}",
			"fleet_{version}_checksums.txt",
		),
		tools: {
			fleet: {
				package: "github.com/rancher/fleet/cmd/fleetcli",
				asks: ["--version"],
			},
			fleetcontroller: {
				package: "github.com/rancher/fleet/cmd/fleetcontroller",
				asks: ["--version"],
			},
			fleetagent: {
				package: "github.com/rancher/fleet/cmd/fleetagent",
				asks: ["--version"],
			},
		},
	},
	"fleet-yaml-check": {
		version: "0.15.4",
		module: "github.com/rancher/fleet/pkg/apis",
		stamps: { "main.version": "v{version}" },
		tools: { "fleet-yaml-check": { package: ".", asks: ["--version"] } },
	},
	kubernetes: {
		version: "1.35.4",
		module: "k8s.io/kubernetes",
		// kwokctl chooses each component's flags by the output of `--version`.
		stamps: {
			[`${KUBERNETES_STAMP}.gitVersion`]: "v{version}",
			[`${KUBERNETES_STAMP}.gitMajor`]: "1",
			[`${KUBERNETES_STAMP}.gitMinor`]: "35",
		},
		release: {
			url: "https://dl.k8s.io/release/v{version}/bin/{os}/{arch}/{name}",
			checksums:
				"https://dl.k8s.io/release/v{version}/bin/{os}/{arch}/{name}.sha256",
		},
		tools: {
			"kube-apiserver": {
				package: "k8s.io/kubernetes/cmd/kube-apiserver",
				asks: ["--version"],
			},
			"kube-controller-manager": {
				package: "k8s.io/kubernetes/cmd/kube-controller-manager",
				asks: ["--version"],
			},
			"kube-scheduler": {
				package: "k8s.io/kubernetes/cmd/kube-scheduler",
				asks: ["--version"],
			},
			kubectl: {
				package: "k8s.io/kubernetes/cmd/kubectl",
				asks: ["version", "--client"],
			},
		},
	},
	etcd: {
		version: "3.6.14",
		module: "go.etcd.io/etcd/server/v3",
		stamps: {},
		release: {
			...onGithub(
				"etcd-io/etcd",
				"etcd-v{version}-{os}-{arch}.tar.gz",
				"SHA256SUMS",
			),
			member: "etcd-v{version}-{os}-{arch}/etcd",
		},
		tools: { etcd: { package: ".", asks: ["--version"] } },
	},
	// Releases without checksums.
	kwok: {
		version: "0.8.0",
		module: "sigs.k8s.io/kwok",
		stamps: { "sigs.k8s.io/kwok/pkg/consts.Version": "v{version}" },
		tools: {
			kwok: { package: "sigs.k8s.io/kwok/cmd/kwok", asks: ["--version"] },
			kwokctl: { package: "sigs.k8s.io/kwok/cmd/kwokctl", asks: ["--version"] },
		},
	},
	"victoria-metrics": {
		version: "1.150.0",
		module: VICTORIA_METRICS,
		stamps: { [VICTORIA_STAMP]: "v{version}" },
		release: vmutils,
		tools: {
			"victoria-metrics": {
				package: `${VICTORIA_METRICS}/app/victoria-metrics`,
				asks: ["-version"],
				release: {
					...onGithub(
						"VictoriaMetrics/VictoriaMetrics",
						"victoria-metrics-{os}-{arch}-v{version}.tar.gz",
						"victoria-metrics-{os}-{arch}-v{version}_checksums.txt",
					),
					member: "victoria-metrics-prod",
				},
			},
			vmagent: {
				package: `${VICTORIA_METRICS}/app/vmagent`,
				asks: ["-version"],
			},
			vmalert: {
				package: `${VICTORIA_METRICS}/app/vmalert`,
				asks: ["-version"],
			},
			"vmalert-tool": {
				package: `${VICTORIA_METRICS}/app/vmalert-tool`,
				asks: ["--version"],
			},
			vmauth: { package: `${VICTORIA_METRICS}/app/vmauth`, asks: ["-version"] },
			vmctl: { package: `${VICTORIA_METRICS}/app/vmctl`, asks: ["--version"] },
		},
	},
	// A commit between two releases, the one that VictoriaMetrics 1.150.0 refers to.
	"victoria-logs": {
		version: "1.51.1-0.20260624061259-dc94972a8708",
		module: "github.com/VictoriaMetrics/VictoriaLogs",
		stamps: { [VICTORIA_STAMP]: "v{version}" },
		tools: {
			"victoria-logs": {
				package: "github.com/VictoriaMetrics/VictoriaLogs/app/victoria-logs",
				asks: ["-version"],
			},
		},
	},
	// Published as an image only.
	"vm-operator": {
		version: "0.74.1",
		module: "github.com/VictoriaMetrics/operator",
		stamps: { [VICTORIA_STAMP]: "v{version}" },
		tools: {
			"vm-operator": {
				package: "github.com/VictoriaMetrics/operator/cmd",
				asks: ["--version"],
			},
		},
	},
	// Published as an image only. A `kyverno` on PATH is the command-line client.
	kyverno: {
		version: "1.19.0",
		module: "github.com/kyverno/kyverno",
		stamps: {
			"github.com/kyverno/kyverno/pkg/version.BuildVersion": "v{version}",
		},
		tools: {
			kyverno: { package: "github.com/kyverno/kyverno/cmd/kyverno" },
			"kyverno-cleanup": {
				package: "github.com/kyverno/kyverno/cmd/cleanup-controller",
			},
		},
	},
	// Published as an image only.
	"kube-state-metrics": {
		version: "2.20.0",
		module: "k8s.io/kube-state-metrics/v2",
		stamps: { [PROMETHEUS_STAMP]: "v{version}" },
		tools: {
			"kube-state-metrics": {
				package: "k8s.io/kube-state-metrics/v2",
				asks: ["version"],
			},
		},
	},
	"node-exporter": {
		version: "1.12.1",
		module: "github.com/prometheus/node_exporter",
		stamps: { [PROMETHEUS_STAMP]: "{version}" },
		release: {
			...onGithub(
				"prometheus/node_exporter",
				"node_exporter-{version}.{os}-{arch}.tar.gz",
				"sha256sums.txt",
			),
			member: "node_exporter-{version}.{os}-{arch}/node_exporter",
		},
		tools: {
			node_exporter: {
				package: "github.com/prometheus/node_exporter",
				asks: ["--version"],
			},
		},
	},
	helm: {
		version: "4.3.1",
		module: "helm.sh/helm/v4",
		stamps: { "helm.sh/helm/v4/internal/version.version": "v{version}" },
		release: {
			url: "https://get.helm.sh/helm-v{version}-{os}-{arch}.tar.gz",
			checksums:
				"https://get.helm.sh/helm-v{version}-{os}-{arch}.tar.gz.sha256sum",
			member: "{os}-{arch}/helm",
		},
		tools: {
			helm: { package: "helm.sh/helm/v4/cmd/helm", asks: ["version"] },
		},
	},
	k3d: {
		version: "5.9.0",
		module: "github.com/k3d-io/k3d/v5",
		stamps: { "github.com/k3d-io/k3d/v5/version.Version": "v{version}" },
		release: onGithub("k3d-io/k3d", "k3d-{os}-{arch}", "checksums.txt"),
		tools: {
			k3d: { package: "github.com/k3d-io/k3d/v5", asks: ["--version"] },
		},
	},
	prometheus: {
		version: "3.14.0",
		module: "github.com/prometheus/prometheus",
		moduleVersion: "v0.314.0",
		stamps: { [PROMETHEUS_STAMP]: "{version}" },
		release: {
			...onGithub(
				"prometheus/prometheus",
				"prometheus-{version}.{os}-{arch}.tar.gz",
				"sha256sums.txt",
			),
			member: "prometheus-{version}.{os}-{arch}/promtool",
		},
		tools: {
			promtool: {
				package: "github.com/prometheus/prometheus/cmd/promtool",
				asks: ["--version"],
			},
		},
	},
	kubeconform: {
		version: "0.8.0",
		module: "github.com/yannh/kubeconform",
		stamps: { "main.version": "v{version}" },
		release: {
			...onGithub(
				"yannh/kubeconform",
				"kubeconform-{os}-{arch}.tar.gz",
				"CHECKSUMS",
			),
			member: "kubeconform",
		},
		tools: {
			kubeconform: {
				package: "github.com/yannh/kubeconform/cmd/kubeconform",
				asks: ["-v"],
			},
		},
	},
	distribution: {
		version: "3.1.2",
		module: "github.com/distribution/distribution/v3",
		stamps: {
			"github.com/distribution/distribution/v3/version.version": "{version}",
		},
		release: {
			...onGithub(
				"distribution/distribution",
				"registry_{version}_{os}_{arch}.tar.gz",
				"registry_{version}_{os}_{arch}.tar.gz.sha256",
			),
			member: "registry",
		},
		tools: { registry: { package: ".", asks: ["--version"] } },
	},
	versitygw: {
		version: "1.8.0",
		module: "github.com/versity/versitygw",
		stamps: { "main.Version": "v{version}" },
		release: {
			...onGithub(
				"versity/versitygw",
				"versitygw_v{version}_{Os}_{machine}.tar.gz",
				"checksums.txt",
			),
			member: "versitygw_v{version}_{Os}_{machine}/versitygw",
		},
		tools: {
			versitygw: {
				package: "github.com/versity/versitygw/cmd/versitygw",
				asks: ["--version"],
			},
		},
	},
} as const satisfies Record<string, Family>;

type Families = typeof families;

export type FamilyName = keyof Families;
export type ToolName = {
	[F in FamilyName]: keyof Families[F]["tools"];
}[FamilyName];
