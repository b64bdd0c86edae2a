import { request } from "node:http";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { isReachable } from "@lab/toolchain";

export interface Engine {
	readonly answers: boolean;
	/** Images in its store, as `name:tag`. */
	readonly images: readonly string[];
	/** What was found and where, in one line. */
	readonly reason: string;
}

/** Sockets where a Docker engine usually listens. */
function sockets(): string[] {
	const host = process.env.DOCKER_HOST;
	if (host?.startsWith("unix://")) return [host.slice("unix://".length)];
	return [
		"/var/run/docker.sock",
		join(homedir(), ".docker", "run", "docker.sock"),
		join(homedir(), ".rd", "docker.sock"),
	];
}

/** Looks for a Docker engine; does not need the docker command. */
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

/** Registry from which an engine pulls missing images. */
const HUB = "https://registry-1.docker.io";

/** @returns whether the engine has an image, or can most likely pull it */
export async function isImageAvailable(image: string): Promise<boolean> {
	const short = image.replace(/^docker\.io\/(library\/)?/, "");
	const { images } = await findEngine();
	return (
		images.some((name) => [image, short].includes(name)) || isReachable(HUB)
	);
}
