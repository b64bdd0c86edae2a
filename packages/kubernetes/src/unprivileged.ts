/** `securityContext` of a container that needs no privileges: Kubernetes' restricted standard, apart from the user, which depends on the image. */
export const unprivileged = {
	allowPrivilegeEscalation: false,
	capabilities: { drop: ["ALL"] },
	seccompProfile: { type: "RuntimeDefault" },
} as const;
