/**
 * Finds the cycles of a graph: its strongly connected components with two or
 * more nodes, and nodes with an edge to themselves.
 *
 * @param edges successors of each node
 * @returns the nodes of each cycle, sorted
 * @see R. Tarjan, "Depth-First Search and Linear Graph Algorithms", 1972
 */
export function cyclesOf(
	edges: ReadonlyMap<string, ReadonlySet<string>>,
): string[][] {
	const numbers = new Map<string, number>();
	const stack: string[] = [];
	const cycles: string[][] = [];
	/** Visits a node. @returns the lowest number on the stack that it leads back to */
	const visit = (node: string): number => {
		const number = numbers.size;
		numbers.set(node, number);
		const depth = stack.push(node) - 1;
		const next = edges.get(node) ?? new Set();
		let lowest = number;
		for (const one of next) {
			const known = numbers.get(one);
			if (known === undefined) lowest = Math.min(lowest, visit(one));
			else if (stack.includes(one)) lowest = Math.min(lowest, known);
		}
		if (lowest === number) {
			const members = stack.splice(depth).sort();
			if (members.length > 1 || next.has(node)) cycles.push(members);
		}
		return lowest;
	};
	for (const node of edges.keys()) if (!numbers.has(node)) visit(node);
	return cycles;
}
