/** libp2p calls `Promise.withResolvers`, which Node has only from 22 on. */
const target = Promise as unknown as { withResolvers?: unknown };

target.withResolvers ??= function withResolvers<T>() {
	let resolve!: (value: T | PromiseLike<T>) => void;
	let reject!: (reason?: unknown) => void;
	const promise = new Promise<T>((yes, no) => {
		resolve = yes;
		reject = no;
	});
	return { promise, resolve, reject };
};
