/**
 * Identity of lines with the same message and the same keys. Results for one such
 * line may be cached by its shape.
 */
export class Shape {
	readonly fieldCount: number;

	constructor(fieldCount: number) {
		this.fieldCount = fieldCount;
	}
}
