/**
 * Node's `fetch`, with a signal that also ends a body that stops in the middle.
 *
 * `fetch` itself forgets its signal when its request is garbage-collected:
 * whoever reads the body then waits until undici gives up after 300 s (seen with
 * Node 20.20.2, undici 6.24.1).
 *
 * @throws the signal's reason, here or from the body
 */
export async function fetchWithSignal(
	url: string,
	init: RequestInit & { readonly signal: AbortSignal },
): Promise<Response> {
	const response = await fetch(url, init);
	if (response.body === null) return response;
	const body = response.body.pipeThrough(new TransformStream(), {
		signal: init.signal,
	});
	const { status, statusText, headers } = response;
	return new Response(body, { status, statusText, headers });
}
