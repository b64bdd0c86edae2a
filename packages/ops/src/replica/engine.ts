import { request } from "node:http";
import { connect } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";

export interface Engine {
	readonly answers: boolean;
	/** Images that it has, `name:tag`. */
	readonly images: readonly string[];
	/** One line: what was found, and where. */
	readonly reason: string;
}

/** Where a Docker engine usually listens. */
function sockets(): string[] {
	const host = process.env.DOCKER_HOST;
	if (host?.startsWith("unix://")) return [host.slice("unix://".length)];
	return [
		"/var/run/docker.sock",
		join(homedir(), ".docker", "run", "docker.sock"),
		join(homedir(), ".rd", "docker.sock"),
	];
}

/** Asks for a Docker engine, without its command. */
export async function findEngine(): Promise<Engine> {
	for (const socket of sockets()) {
		const images = await imagesOf(socket);
		if (images !== undefined)
			return {
				answers: true,
				images,
				reason: `a Docker engine answers at ${socket}, with ${images.length} images`,
			};
	}
	return { answers: false, images: [], reason: "no Docker engine answers" };
}

const imagesOf = (socketPath: string): Promise<string[] | undefined> =>
	new Promise((answer) => {
		const call = request(
			{ socketPath, path: "/images/json", timeout: 2000 },
			(response) => {
				const chunks: Buffer[] = [];
				response
					.on("data", (chunk: Buffer) => chunks.push(chunk))
					.once("end", () => {
						if (response.statusCode !== 200) return answer(undefined);
						const images = JSON.parse(
							Buffer.concat(chunks).toString("utf8"),
						) as { RepoTags?: string[] | null }[];
						answer(images.flatMap(({ RepoTags }) => RepoTags ?? []));
					});
			},
		);
		call
			.once("timeout", () => call.destroy())
			.once("error", () => answer(undefined))
			.end();
	});

/** Where images come from that an engine does not have. */
const HUB = { host: "registry-1.docker.io", port: 443 };

/** @returns whether the engine has an image, or could most likely pull it */
export async function canHave(image: string): Promise<boolean> {
	const short = image.replace(/^docker\.io\/(library\/)?/, "");
	const { images } = await findEngine();
	return images.some((name) => [image, short].includes(name)) || hubAnswers();
}

const hubAnswers = (): Promise<boolean> =>
	new Promise((answer) => {
		const socket = connect(HUB);
		const end = (result: boolean) => {
			socket.destroy();
			answer(result);
		};
		socket
			.setTimeout(2000)
			.once("connect", () => end(true))
			.once("timeout", () => end(false))
			.once("error", () => end(false));
	});
