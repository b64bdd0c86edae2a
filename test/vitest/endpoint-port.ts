import { createServer } from "node:net";
import { ENDPOINT_PORT } from "@lab/replica";

/**
 * Occupies the port that every replica tries first while the tests run, so
 * that two replicas that start at once do not both find it free.
 */
export default async function occupy(): Promise<() => Promise<unknown>> {
	const server = createServer();
	await new Promise<void>((done) => {
		// Another process occupies it, which serves the purpose too.
		server.once("error", () => done());
		server.listen(ENDPOINT_PORT, "127.0.0.1", done);
	});
	return () => new Promise((done) => server.close(done));
}
