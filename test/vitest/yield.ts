import { setImmediate } from "node:timers/promises";
import { afterEach } from "vitest";

/**
 * Yields between tests, so that the worker handles vitest's messages: vitest
 * gives up on a worker that handles none for a minute, which synchronous tests
 * in a row can reach on a busy machine.
 */
afterEach(() => setImmediate());
