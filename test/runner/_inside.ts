export function inside(): void {}
