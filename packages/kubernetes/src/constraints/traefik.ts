import {
	at,
	type Constraint,
	type Constraints,
	isSet,
	listOf,
	mapOf,
} from "./constraint.ts";

/** Traefik builds one kind of middleware from an object, and refuses others. */
const oneKind: Constraint = {
	whole: ({ spec }) => {
		const given = Object.keys(mapOf(spec)).filter((key) =>
			isSet(mapOf(spec)[key]),
		);
		if (given.length === 1) return [];
		return [
			at(
				["spec"],
				given.length === 0
					? "has no kind of middleware"
					: `has several kinds of middleware: ${given.join(", ")}`,
				given.length === 0
					? "set one, such as stripPrefix"
					: "make an object of each",
			),
		];
	},
};

/** Checks of Traefik, which the CustomResourceDefinitions lack. */
export const traefikConstraints: Constraints = {
	"traefik.io.v1alpha1.Middleware": oneKind,
	"traefik.io.v1alpha1.MiddlewareTCP": oneKind,
	"traefik.io.v1alpha1.IngressRoute": {
		whole: ({ spec }) =>
			listOf(mapOf(spec).routes).flatMap(({ services }, route) =>
				listOf(services).flatMap(({ kind = "Service", port }, index) =>
					kind === "Service" && !isSet(port)
						? [
								at(
									["spec", "routes", route, "services", index, "port"],
									"is not set",
									"set the number or the name of a port of the Service",
									"missing-field",
								),
							]
						: [],
				),
			),
	},
};
