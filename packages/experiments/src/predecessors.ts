import { labels } from "@lab/record";

/** An experiment of 10ksim and its successors here. */
export interface Predecessor {
	/** Path relative to 10ksim's root, prefixed with the branch unless it is master. */
	readonly file: string;
	readonly what: string;
	/** Names of the scenarios that replace it. If empty, `difference` gives the reason. */
	readonly successors: readonly string[];
	/** What differs here, and why. @default only the differences of all experiments */
	readonly difference?: string;
}

/** Commit of vacp2p/10ksim that the list describes. */
export const predecessorsAt = "4f90a3c";

const LIBP2P = "src/deployments/experiments/libp2p";
const SETS = "deployment-utilities/experiment_scripts";
const CLUSTER = "deployment-utilities/kubernetes-utilities";

/** Every experiment, set and tool of 10ksim. */
export const predecessors: readonly Predecessor[] = [
	{
		file: `${LIBP2P}/nimlibp2p.py`,
		what: "regression, static discovery",
		successors: [
			"nimlibp2p",
			"nimlibp2p-quic",
			"nimlibp2p-mplex",
			"gossip-smoke",
		],
		difference:
			"SELFTRIGGER is false, because counting a publisher's own delivery after 0 ms improves every figure. The start delay is also set as STARTSLEEP, because no public image reads COLDSTARTDELAY. The first message waits until all meshes are stable, instead of a fixed time",
	},
	{
		file: `${LIBP2P}/nimlibp2p.py`,
		what: "regression, kad-dht",
		successors: ["nimlibp2p-kad"],
		difference:
			"anchors have their own service, so that no message is published to a node without gossipsub",
	},
	{
		file: `${LIBP2P}/degraded.py`,
		what: "slow, lossy link",
		successors: ["nimlibp2p-degraded"],
		difference:
			"netem's queue is sized for the link; the default of 1,000 packets drops more than the configured loss",
	},
	{
		file: `${LIBP2P}/churn.py`,
		what: "a fifth of the nodes leave for a minute",
		successors: ["nimlibp2p-churn"],
		difference:
			"180 messages, because 10ksim's 20 are all sent before any node leaves. The runner verifies that the nodes left and returned; otherwise the run is invalid",
	},
	{
		file: `${LIBP2P}/partition.py`,
		what: "two halves merge after a partition",
		successors: ["nimlibp2p-partition"],
		difference:
			"300 messages, because 10ksim's 20 are all sent before the partition is healed. The runner applies the policies as the first step of the timeline, before nodes dial. A pod on each side tests whether it reaches every node before, during and after the partition, so a network that ignores policies, as 10ksim's once did, makes the run invalid",
	},
	{
		file: `${LIBP2P}/multi_nimlibp2p.py`,
		what: "sweep over muxers at 1,000 nodes",
		successors: ["nimlibp2p", "nimlibp2p-quic"],
		difference:
			"a sweep, not an experiment. 10ksim passes num_nodes, which its experiment ignores, so it runs 30 nodes",
	},
	{
		file: `${LIBP2P}/multi_nimlibp2p_kad.py`,
		what: "sweep over versions and muxers, kad-dht",
		successors: ["nimlibp2p-kad"],
		difference:
			"a sweep, not an experiment: image, muxer, nodes=1000, messages=600, startDelay=300s",
	},
	{
		file: `${LIBP2P}/kad_dht.py`,
		what: "lookups of a probe",
		successors: ["kad-dht"],
		difference:
			"the probe starts as a step of the timeline, so that the window of its lookups is known",
	},
	{
		file: `${LIBP2P}/connmanager.py`,
		what: "runs A to G",
		successors: ["a", "b", "c", "d", "e", "f", "g"].map(
			(run) => `connmanager-${run}`,
		),
		difference:
			"keys of protected peers are derived from the seed; in 10ksim they must be created by hand and are empty by default, so C and F have no protected peers. 10ksim's defaults also leave B and E without a grace period, D without a limit and E without abusers. There is no ClusterIP service for the hubs: every peer gets the hubs' own names",
	},
	{
		file: `${LIBP2P}/connmanager.py`,
		what: "scale of A, E, G and of hubs",
		successors: ["a", "e", "g", "hub"].map((run) => `connmanager-${run}-scale`),
		difference:
			"the first step of each sweep; the others need --set. 10ksim's E at scale has no grace period, because its grace is 0",
	},
	{
		file: `${LIBP2P}/gossipsub_priority_queues.py`,
		what: "scenarios S0 to S5",
		successors: ["s0", "s1", "s2", "s3", "s4-1", "s4-2", "s5"].map(
			(scenario) => `priority-queues-${scenario}`,
		),
		difference:
			"mesh, queue and penalty settings are in the pods' environment; 10ksim never passes them, and its builder no longer runs. Slow nodes get unique ids (PEER_ID_OFFSET). S0 sends 900 messages in total, not from each node",
	},
	{
		file: "src/deployments/experiments/service_discovery.py",
		what: "popular and rare services",
		successors: ["service-discovery"],
		difference:
			"uses the run's own namespace instead of always nimlibp2p. Nodes without a service of their own use an existing one as their governing service",
	},
	{
		file: `${LIBP2P}/shadow_gossipsub.py`,
		what: "gossipsub in Shadow",
		successors: ["shadow-gossipsub", "shadow-gossipsub-kad"],
		difference:
			"the same definition as on the cluster, rendered as shadow.yaml. A Pod instead of a Job, because 10ksim's Job never restarts either and the runner watches pods. curl posts messages at their planned times, instead of the requester in round-robin order. Files stay in the pod until they are collected, so no volume claim and no reader pod are needed. The pod prefers workers instead of naming a machine",
	},
	{
		file: `${LIBP2P}/multi_shadow_gossipsub.py`,
		what: "sweep over sizes and muxers in Shadow",
		successors: ["shadow-gossipsub"],
		difference: "a sweep, not an experiment",
	},
	{
		file: "src/deployments/experiments/waku.py",
		what: "nwaku regression",
		successors: ["waku-relay", "waku-relay-quic"],
		difference:
			"the plan includes the services that 10ksim expects to exist. SERVICE is not in the environment, because no wakunode reads it. DEBUG and JSON by default, because newer images log deliveries only at DEBUG, and their text format contains colour codes",
	},
	{
		file: "src/deployments/experiments/waku.py",
		what: "build_store_nodes",
		successors: ["waku-store"],
		difference:
			"uses the run's namespace. 10ksim's function fails while building, and is never called",
	},
	{
		file: "src/deployments/experiments/multi_waku.py",
		what: "sweep over images, sizes and intervals",
		successors: ["waku-relay"],
		difference: "a sweep, not an experiment",
	},
	{
		file: "src/deployments/experiments/multi_experiment.py",
		what: "sequence of runs",
		successors: [],
		difference: "the command line runs sweeps",
	},
	{
		file: "src/deployments/logos_core/experiment.py",
		what: "Logos core over REST",
		successors: ["logos-core"],
		difference:
			"a pod initialises the nodes; in 10ksim, the user's laptop does. One Role for the only account. The requester has a readiness probe",
	},
	{
		file: "src/deployments/deployment/waku/experiments/jswaku/jswaku.py",
		what: "js-waku, disconnected by netem before each message",
		successors: ["js-waku", "js-waku-churn"],
		difference:
			"10ksim's experiment cannot run at this commit. Clients leave and return, instead of being cut off by netem through kubectl exec for 50 s, because the runner does not change links of running pods",
	},
	{
		file: "src/deployments/pod_api_requester/builder.py",
		what: "publisher pod with service, roles and configuration",
		successors: [],
		difference:
			"the runner publishes: open loop, seeded, with deadlines, and without an API server request for each message",
	},
	{
		file: "pwhite/mix_3: deployments/deployment/nimlibp2p/experiments/mix",
		what: "gossip through a mix",
		successors: ["mix-gossip"],
		difference:
			"the runner posts messages; in 10ksim, nodes start publishing at a time of day given in the pods' arguments. The volume claim is deleted with the namespace, so no Job has to wipe it",
	},
	{
		file: "vacp2p/dst-libp2p-test-node, Alberto/mix-adjustments: nim-test-node/mix/k8s",
		what: "mix without gossip",
		successors: ["mix"],
		difference:
			"nodes publish their pod names instead of NodePorts, because no outside node takes part",
	},
	{
		file: `${SETS}/waku/regression`,
		what: "1,000 to 3,000 relays",
		successors: ["waku-relay-legacy"],
		difference: "10ksim's files for three rates are identical",
	},
	{
		file: `${SETS}/waku/store`,
		what: "stores with Postgres",
		successors: ["waku-store"],
		difference:
			"every store is queried for its hashes; 10ksim's reader queries one address of the relays' service",
	},
	{
		file: `${SETS}/waku/filter_lighpush`,
		what: "filter and lightpush",
		successors: ["waku-filter-lightpush"],
		difference:
			"clients retry their subscription until it succeeds; 10ksim's postStart hook compares a response's text with the number 200, which never fails",
	},
	{
		file: `${SETS}/waku/churn_relay_store_reliability`,
		what: "relays join and leave, stores stay",
		successors: ["waku-churn-store"],
	},
	{
		file: `${SETS}/waku/mixed_environment`,
		what: "every role at once",
		successors: ["waku-mixed"],
	},
	{
		file: `${SETS}/waku/shards`,
		what: "1 to 64 shards; 8 with 375 nodes each",
		successors: ["waku-shards"],
		difference:
			"every shard gets messages; 10ksim hard-codes shard 0. For the manual set, use --set shards=8 --set nodes=375",
	},
	{
		file: `${SETS}/waku/discv5`,
		what: "discovery without traffic",
		successors: ["waku-discv5"],
	},
	{
		file: `${SETS}/waku/discv5_vs_px`,
		what: "discv5 against peer exchange",
		successors: ["waku-peer-exchange"],
		difference: "one group with discv5 alone; 10ksim has two identical ones",
	},
	{
		file: `${SETS}/waku/lengh_simulation_vs_message_delay`,
		what: "75 to 600 messages",
		successors: ["waku-relay-legacy"],
		difference: "a sweep over messages, not an experiment",
	},
	{
		file: `${SETS}/waku/mixed-gonim`,
		what: "go-waku and nwaku",
		successors: ["waku-go-nim"],
		difference:
			"deliveries to go-waku nodes are read from their logs, because go-waku has computed the same message hash as nwaku since the end of 2023. Older images, such as the release v0.9.0, omit the timestamp from the hash, which makes a run invalid. As in 10ksim, nodes of both implementations publish; the first message waits until each go-waku node has peers. GOLOG_LOG_LEVEL is set, because in some images --log-level does not affect the lines about messages",
	},
	{
		file: `${SETS}/waku/jswaku`,
		what: "js-waku, run by hand",
		successors: ["js-waku"],
		difference:
			"no auto sharding, because servers do not discover each other with it. A browser node does not log the hash of a message it pushes; its peer id, logged at each probe, links it to its server's log lines",
	},
	{
		file: `${SETS}/nimlibp2p/kad-dht`,
		what: "kad-dht, run by hand, 160 nodes",
		successors: ["kad-dht"],
		difference: "needs --set nodes=160",
	},
	{
		file: `${SETS}/nimlibp2p/regression/manual`,
		what: "v1.1 to v1.8, 100 ms with 30 ms of jitter",
		successors: ["nimlibp2p-degraded"],
		difference:
			"needs --set nodes=1000 --set delay=100ms --set jitter=30ms --set loss=0 --set image=... Nodes of these versions published by themselves",
	},
	{
		file: `${CLUSTER}/waku/zerotesting-services`,
		what: "headless services, applied by hand",
		successors: ["waku-relay", "waku-store", "waku-filter-lightpush"],
		difference: "each plan includes the services of its groups",
	},
	{
		file: `${CLUSTER}/waku/rln`,
		what: "RLN with a private chain",
		successors: ["rln"],
		difference:
			"no script: the contract's pod serves the contracts' addresses to the nodes, so no ConfigMap and Secret have to be created from a log. Key 0 is reserved for the deployer, and every node's account is funded (10ksim funds one). One membership by default, 1,000 with --set registrations=1000",
	},
	{
		file: `${CLUSTER}/nomos/genesis*, test_genesis`,
		what: "a chain from its genesis block, seven hand-made copies",
		successors: ["nomos-genesis"],
		difference:
			"settings and keys are parameters (--values file) and mounted from a ConfigMap, instead of files that a script copies to the machines' disks. Pods are spread over machines without naming them. One headless service instead of one per node. 10ksim has no data availability set any more that could be ported",
	},
	{
		file: `${CLUSTER}/nomos/devnet_*`,
		what: "nodes in the public test network, seven versions",
		successors: ["nomos-devnet"],
		difference:
			"--set image=... selects a version. There is no sidecar that declares blend services, because it installs its tools from the internet at each start. There are no metrics over OTLP, because their token is a secret. The state is lost with the pod",
	},
	{
		file: "deployment-utilities/docker_utilities",
		what: "images of tools",
		successors: [],
		difference:
			"images are built elsewhere; stores and filters are read by shell scripts in the node's own image",
	},
];

/** Differences that apply to every experiment, and their reasons. */
export const everywhere: readonly (readonly [string, string])[] = [
	[
		"StatefulSets start at 0 and are scaled in waves",
		"Fleet creates the objects, the runner decides when nodes start",
	],
	[
		`services select pods by the label ${labels.service}`,
		"app=zerotenkay is also on bootstrap nodes, which mixes them with the other nodes",
	],
	[
		"all services publish addresses of pods that are not ready",
		"nodes resolve each other before they are ready",
	],
	[
		"relays are ready when they respond; meshes are checked in the metrics store",
		"10ksim's check runs curl and awk in each pod every second, and passes if the metric is missing",
	],
	[
		"no publisher pod, and no NodePort or role for it",
		"the runner publishes without an API server request for each message",
	],
	[
		"no service account token, no service links, termination grace period of 5 s",
		"nodes do not use the API; thousands of environment variables slow down the start; ten thousand pods terminate within seconds",
	],
	[
		"the shell is replaced by the node (exec)",
		"the node receives the termination signal, and its last lines are in the log",
	],
	[
		"wakunodes of the older sets run without nice -n 19, and all in one newer image",
		"their CPU limit throttles them already; --set image=... selects another image",
	],
	[
		"deliveries are reported only if the analysis can map the ids in a log to messages",
		"public nodes generate their own ids; without a mapping, a run reports that deliveries are unobservable, not that all are missing or complete",
	],
	["ports have names", "the runner and the scrape jobs find them by name"],
	[
		"POD_NAME is in the environment",
		"a node's identity comes from its ordinal",
	],
	[
		"bandwidth limits and delays can be combined",
		"in 10ksim both are the root qdisc, so the second one fails",
	],
];
