/** Timeout in ms of a test that takes at most `count` minutes on an idle machine; tripled, because other suites boot machines concurrently. */
export const minutes = (count: number) => 3 * count * 60_000;
