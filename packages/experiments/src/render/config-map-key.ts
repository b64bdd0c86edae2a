/** Converts a path to a ConfigMap key, which may not contain slashes: `/etc/node/config.yaml` becomes `etc.node.config.yaml`. */
export const keyOf = (path: string): string =>
	path.replace(/^\//, "").replaceAll("/", ".");
