import { connect } from "node:net";

const CONNECT_MS = 2000;

/**
 * Whether the host of a URL accepts a connection within two seconds. Lets
 * commands on a machine without network fail in seconds instead of minutes.
 */
export function isReachable(url: string): Promise<boolean> {
	const { hostname, port, protocol } = new URL(url);
	return new Promise((resolve) => {
		const socket = connect({
			host: hostname.replace(/^\[|\]$/g, ""),
			port: Number(port || (protocol === "http:" ? 80 : 443)),
		});
		const end = (reached: boolean) => {
			clearTimeout(timer);
			socket.destroy();
			resolve(reached);
		};
		// The socket's own timeout does not cover name resolution.
		const timer = setTimeout(end, CONNECT_MS, false);
		socket.once("connect", () => end(true)).once("error", () => end(false));
	});
}
