/** What became of an experiment of 10ksim. */
export interface Predecessor {
	/** Below 10ksim's root; with a branch in front where it is not on master. */
	readonly file: string;
	readonly what: string;
	/** Scenarios that stand for it. Empty: nothing does, and `but` says why. */
	readonly here: readonly string[];
	/** What differs, and why. @default only what differs everywhere */
	readonly but?: string;
}

/** Read at this commit of vacp2p/10ksim. */
export const predecessorsAt = "4f90a3c";

const LIBP2P = "src/deployments/experiments/libp2p";
const SETS = "deployment-utilities/experiment_scripts";
const CLUSTER = "deployment-utilities/kubernetes-utilities";

export const predecessors: readonly Predecessor[] = [
	{
		file: `${LIBP2P}/nimlibp2p.py`,
		what: "regression, static discovery",
		here: ["nimlibp2p", "nimlibp2p-quic", "nimlibp2p-mplex", "gossip-smoke"],
		but: "SELFTRIGGER is false: a publisher's own delivery after 0 ms improves every figure. The start delay goes into STARTSLEEP too, since no public node reads COLDSTARTDELAY. The first message waits for every mesh to hold, not for a fixed time",
	},
	{
		file: `${LIBP2P}/nimlibp2p.py`,
		what: "regression, kad-dht",
		here: ["nimlibp2p-kad"],
		but: "anchors have a service of their own and are not in the nodes': nobody publishes to a node without gossipsub",
	},
	{
		file: `${LIBP2P}/degraded.py`,
		what: "slow, lossy link",
		here: ["nimlibp2p-degraded"],
		but: "netem's queue is as long as the link needs: its default of 1,000 packets drops more than the loss that is asked for",
	},
	{
		file: `${LIBP2P}/churn.py`,
		what: "a fifth of the nodes leaves for a minute",
		here: ["nimlibp2p-churn"],
		but: "180 messages, not 20: theirs are sent before anybody leaves. That the nodes are gone and back is probed, and the run is invalid otherwise",
	},
	{
		file: `${LIBP2P}/partition.py`,
		what: "two halves meet",
		here: ["nimlibp2p-partition"],
		but: "300 messages, not 20: theirs end before the halves meet. The runner applies the policies as the first step of the timeline, while nodes still wait to dial. A pod on each side tries to reach every node before, during and after: a network that ignores policies, as theirs once did, makes the run invalid",
	},
	{
		file: `${LIBP2P}/multi_nimlibp2p.py`,
		what: "sweep over muxers at 1,000 nodes",
		here: ["nimlibp2p", "nimlibp2p-quic"],
		but: "a sweep, not an experiment. Theirs passes num_nodes, which the experiment does not know: it runs 30",
	},
	{
		file: `${LIBP2P}/multi_nimlibp2p_kad.py`,
		what: "sweep over versions and muxers, kad-dht",
		here: ["nimlibp2p-kad"],
		but: "a sweep, not an experiment: image, muxer, nodes=1000, messages=600, startDelay=300s",
	},
	{
		file: `${LIBP2P}/kad_dht.py`,
		what: "lookups of a probe",
		here: ["kad-dht"],
		but: "the probe comes as a step of the timeline, so that the window of lookups is known",
	},
	{
		file: `${LIBP2P}/connmanager.py`,
		what: "runs A to G",
		here: ["a", "b", "c", "d", "e", "f", "g"].map(
			(run) => `connmanager-${run}`,
		),
		but: "keys of guarded peers are drawn from the seed, where theirs must be made by hand and are empty by default: their C and F have no protected peer, their B and E no grace, their D no limit, their E no abuser. Without the ClusterIP service hub: every peer is given the hubs' own names",
	},
	{
		file: `${LIBP2P}/connmanager.py`,
		what: "scale of A, E, G and of hubs",
		here: ["a", "e", "g", "hub"].map((run) => `connmanager-${run}-scale`),
		but: "first step of each sweep; the others by --set. Their E has no grace here either way: its grace is 0",
	},
	{
		file: `${LIBP2P}/gossipsub_priority_queues.py`,
		what: "scenarios S0 to S5",
		here: ["s0", "s1", "s2", "s3", "s4-1", "s4-2", "s5"].map(
			(scenario) => `priority-queues-${scenario}`,
		),
		but: "mesh, queues and penalties are in the pods' environment: theirs are never passed, and its builder no longer runs. Slow nodes get ids of their own (PEER_ID_OFFSET). S0 sends 900 messages in all, not from each node.",
	},
	{
		file: "src/deployments/experiments/service_discovery.py",
		what: "popular and rare services",
		here: ["service-discovery"],
		but: "in the run's own namespace, not always in nimlibp2p; nodes without a service of their own are governed by one that is there",
	},
	{
		file: `${LIBP2P}/shadow_gossipsub.py`,
		what: "gossipsub in Shadow",
		here: ["shadow-gossipsub", "shadow-gossipsub-kad"],
		but: "the same definition as on the cluster, rendered as shadow.yaml. A Pod instead of a Job: theirs never starts again either, and the runner follows pods. Messages are posted by curl when the plan says so, not round-robin by the requester. Files stay in the pod until it is collected, so no claim and no pod to read it. It prefers workers, no machine by name",
	},
	{
		file: `${LIBP2P}/multi_shadow_gossipsub.py`,
		what: "sweep over sizes and muxers in Shadow",
		here: ["shadow-gossipsub"],
		but: "a sweep, not an experiment",
	},
	{
		file: "src/deployments/experiments/waku.py",
		what: "nwaku regression",
		here: ["waku-relay", "waku-relay-quic"],
		but: "the services that theirs takes for granted are in the plan. Without SERVICE in the environment, which no wakunode reads. DEBUG and JSON by default, since newer images tell of deliveries at DEBUG only, and in colours",
	},
	{
		file: "src/deployments/experiments/waku.py",
		what: "build_store_nodes",
		here: ["waku-store"],
		but: "in the run's namespace; theirs fails as it is built, and nobody calls it",
	},
	{
		file: "src/deployments/experiments/multi_waku.py",
		what: "sweep over images, sizes and intervals",
		here: ["waku-relay"],
		but: "a sweep, not an experiment",
	},
	{
		file: "src/deployments/experiments/multi_experiment.py",
		what: "sequence of runs",
		here: [],
		but: "sweeps are the command line's",
	},
	{
		file: "src/deployments/logos_core/experiment.py",
		what: "Logos core over REST",
		here: ["logos-core"],
		but: "a pod sets the nodes up, where theirs is the laptop; one Role for its one account. Probing the requester's port, where theirs probes nothing",
	},
	{
		file: "src/deployments/deployment/waku/experiments/jswaku/jswaku.py",
		what: "js-waku, disconnected by netem before each message",
		here: ["js-waku", "js-waku-churn"],
		but: "theirs cannot run at this commit. Clients leave and come back instead of a netem of 50 s by kubectl exec: the runner changes no link of a running pod",
	},
	{
		file: "src/deployments/pod_api_requester/builder.py",
		what: "publisher pod with service, roles and configuration",
		here: [],
		but: "the runner publishes: open loop, seeded, with deadlines, without a pod that asks the API server for each message",
	},
	{
		file: "pwhite/mix_3: deployments/deployment/nimlibp2p/experiments/mix",
		what: "gossip through a mix",
		here: ["mix-gossip"],
		but: "messages are posted, where theirs start at a minute of the clock in the pods' arguments. The claim goes with the namespace, so no job wipes it",
	},
	{
		file: "vacp2p/dst-libp2p-test-node, Alberto/mix-adjustments: nim-test-node/mix/k8s",
		what: "mix alone",
		here: ["mix"],
		but: "nodes tell each other the names of their pods, not ports of machines: nobody from outside takes part",
	},
	{
		file: `${SETS}/waku/regression`,
		what: "1,000 to 3,000 relays",
		here: ["waku-relay-legacy"],
		but: "their three rates are one: the files are identical",
	},
	{
		file: `${SETS}/waku/store`,
		what: "stores with Postgres",
		here: ["waku-store"],
		but: "each store is asked for its hashes; their reader asks one address of the relays' service",
	},
	{
		file: `${SETS}/waku/filter_lighpush`,
		what: "filter and lightpush",
		here: ["waku-filter-lightpush"],
		but: "clients subscribe until they are answered; their postStart hook compares an answer's text with the number 200, which never fails",
	},
	{
		file: `${SETS}/waku/churn_relay_store_reliability`,
		what: "relays come and go, stores stay",
		here: ["waku-churn-store"],
	},
	{
		file: `${SETS}/waku/mixed_environment`,
		what: "every role at once",
		here: ["waku-mixed"],
	},
	{
		file: `${SETS}/waku/shards`,
		what: "1 to 64 shards; 8 with 375 nodes each",
		here: ["waku-shards"],
		but: "every shard gets messages, where theirs has shard 0 in its code. The manual set by --set shards=8 --set nodes=375",
	},
	{
		file: `${SETS}/waku/discv5`,
		what: "discovery alone",
		here: ["waku-discv5"],
	},
	{
		file: `${SETS}/waku/discv5_vs_px`,
		what: "discv5 against peer exchange",
		here: ["waku-peer-exchange"],
		but: "one group with discv5 alone, where theirs has two of the same",
	},
	{
		file: `${SETS}/waku/lengh_simulation_vs_message_delay`,
		what: "75 to 600 messages",
		here: ["waku-relay-legacy"],
		but: "a sweep over messages, not an experiment",
	},
	{
		file: `${SETS}/waku/mixed-gonim`,
		what: "go-waku and nwaku",
		here: ["waku-go-nim"],
		but: "what go-waku's nodes got is told from their logs: its hash of a message is nwaku's since the end of 2023. An image from before, as the release v0.9.0 is, makes a run invalid: its hashes leave the timestamp out. Nodes of both publish, as theirs; the first message waits until each node of go-waku has peers. GOLOG_LOG_LEVEL, since --log-level does not reach the lines about messages in every image",
	},
	{
		file: `${SETS}/waku/jswaku`,
		what: "js-waku by hand",
		here: ["js-waku"],
		but: "no auto sharding: their servers do not find each other with it. A browser node tells no hash of what it pushes: its peer id, told at each probe, ties it to its server's lines",
	},
	{
		file: `${SETS}/nimlibp2p/kad-dht`,
		what: "kad-dht by hand, 160 nodes",
		here: ["kad-dht"],
		but: "--set nodes=160",
	},
	{
		file: `${SETS}/nimlibp2p/regression/manual`,
		what: "v1.1 to v1.8, 100 ms with 30 ms of jitter",
		here: ["nimlibp2p-degraded"],
		but: "--set nodes=1000 --set delay=100ms --set jitter=30ms --set loss=0 --set image=...; nodes of that time published by themselves",
	},
	{
		file: `${CLUSTER}/waku/zerotesting-services`,
		what: "headless services, applied by hand",
		here: ["waku-relay", "waku-store", "waku-filter-lightpush"],
		but: "each plan has those that its groups name",
	},
	{
		file: `${CLUSTER}/waku/rln`,
		what: "RLN with a chain of its own",
		here: ["rln"],
		but: "without a script: the contract's pod tells the nodes where it is, so no ConfigMap and Secret are made from a log. Key 0 stays the deployer's, and every node's key is paid (theirs: one). One membership by default, 1,000 by --set registrations=1000",
	},
	{
		file: `${CLUSTER}/nomos/genesis*, test_genesis`,
		what: "a chain from its genesis, seven hand-made copies",
		here: ["nomos-genesis"],
		but: "settings and keys are parameters (--values file) in a ConfigMap, not files on the machines' disks that a script copies; spread over machines without their names; one headless service, where theirs has one a node. No set of data availability is left there to take over",
	},
	{
		file: `${CLUSTER}/nomos/devnet_*`,
		what: "nodes in the public test network, seven versions",
		here: ["nomos-devnet"],
		but: "--set image=... for a version. Without the sidecar that declares blend services: it installs its tools from the internet at each start. Without metrics over OTLP, whose token is a secret. The state goes with the pod",
	},
	{
		file: "deployment-utilities/docker_utilities",
		what: "images of tools",
		here: [],
		but: "images are built elsewhere; readers of stores and filters are shell lines in the node's own image",
	},
];

/** What differs in every experiment, and why. */
export const everywhere: readonly (readonly [string, string])[] = [
	[
		"StatefulSets start at 0 and are scaled in waves",
		"Fleet brings the objects, the runner decides when",
	],
	[
		"services select pods by the label lab.vac.dev/service",
		"app=zerotenkay is on bootstrap nodes too, and mixes them with the nodes",
	],
	[
		"all services name pods that are not ready",
		"nodes look for each other before they are",
	],
	[
		"relays are ready when they answer; meshes are asked for in the metric store",
		"theirs is a curl and an awk in each pod each second, and passes where the metric is missing",
	],
	[
		"no publisher pod, no NodePort, no role for it",
		"the runner publishes, and nobody asks the API server for each message",
	],
	[
		"no token of a service account, no links of services, 5 s to end",
		"nodes ask no API; thousands of variables slow a start; ten thousand pods are gone in seconds",
	],
	[
		"the node takes its shell's place",
		"it gets the signal to end, and its last lines are in the log",
	],
	[
		"wakunodes of the older sets run without nice -n 19, and in one newer image",
		"their CPU limit holds them back; --set image=... takes another",
	],
	[
		"deliveries are told only where the analysis knows which id of a log is which message",
		"public nodes draw ids of their own: a run says that it cannot tell, rather than that all is missing or well",
	],
	["ports have names", "the runner and the scrape find them by name"],
	["POD_NAME is in the environment", "one identity, from the ordinal"],
	[
		"limits of bandwidth and delay live side by side",
		"both are the root qdisc there, so that the second fails",
	],
];
