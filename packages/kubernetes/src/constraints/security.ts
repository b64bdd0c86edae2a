import {
	at,
	type Constraints,
	type InnerReason,
	type Json,
	listOf,
	mapOf,
} from "./constraint.ts";

/** @see https://man7.org/linux/man-pages/man7/capabilities.7.html */
const capabilities: ReadonlySet<string> = new Set([
	...["ALL", "AUDIT_CONTROL", "AUDIT_READ", "AUDIT_WRITE", "BLOCK_SUSPEND"],
	...["BPF", "CHECKPOINT_RESTORE", "CHOWN", "DAC_OVERRIDE"],
	...["DAC_READ_SEARCH", "FOWNER", "FSETID", "IPC_LOCK", "IPC_OWNER", "KILL"],
	...["LEASE", "LINUX_IMMUTABLE", "MAC_ADMIN", "MAC_OVERRIDE", "MKNOD"],
	...["NET_ADMIN", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_RAW", "PERFMON"],
	...["SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYSLOG", "SYS_ADMIN"],
	...["SYS_BOOT", "SYS_CHROOT", "SYS_MODULE", "SYS_NICE", "SYS_PACCT"],
	...["SYS_PTRACE", "SYS_RAWIO", "SYS_RESOURCE", "SYS_TIME"],
	...["SYS_TTY_CONFIG", "WAKE_ALARM"],
]);

/** Checks of the kubelet and the container runtime, which start no container that fails them. */
export const securityConstraints: Constraints = {
	"core.v1.Capabilities": {
		whole: ({ add, drop }) =>
			Object.entries({ add, drop }).flatMap(([field, names]) =>
				(Array.isArray(names) ? names : []).flatMap((name, index) =>
					// The runtime writes them in upper case, with CAP_ before each.
					capabilities.has(String(name).toUpperCase())
						? []
						: [
								at(
									[field, index],
									`is ${JSON.stringify(name)}, not a capability of Linux`,
									/^cap_/i.test(String(name))
										? "leave out CAP_, which the runtime adds"
										: "use a name such as NET_ADMIN",
								),
							],
				),
			),
	},
	"core.v1.PodSpec": {
		whole: (spec) => [...rootInSpite(spec), ...sharedPorts(spec)],
	},
};

/** Containers that run as root, although it is ruled out. */
function rootInSpite(spec: Json): InnerReason[] {
	const pod = mapOf(spec.securityContext);
	return ["initContainers", "containers"].flatMap((list) =>
		listOf(spec[list]).flatMap(({ securityContext }, index) => {
			const own = mapOf(securityContext);
			const runAsNonRoot = own.runAsNonRoot ?? pod.runAsNonRoot;
			const runAsUser = own.runAsUser ?? pod.runAsUser;
			return runAsNonRoot === true && runAsUser === 0
				? [
						at(
							[list, index, "securityContext", "runAsUser"],
							"is 0, although runAsNonRoot is true",
							"use another user, or set runAsNonRoot to false",
						),
					]
				: [];
		}),
	);
}

/** Ports that two containers of a pod would both listen on: they share one network. */
function sharedPorts({ containers }: Json): InnerReason[] {
	const owners = new Map<string, number>();
	return listOf(containers).flatMap(({ ports }, index) =>
		listOf(ports).flatMap(({ containerPort, protocol = "TCP" }, port) => {
			const id = `${protocol} ${containerPort}`;
			const first = owners.get(id) ?? index;
			owners.set(id, first);
			return first === index
				? []
				: [
						at(
							["containers", index, "ports", port, "containerPort"],
							`is ${containerPort}, on which container ${first} of the pod listens too`,
							"let one of them listen on another port",
							"duplicate-entry",
						),
					];
		}),
	);
}
