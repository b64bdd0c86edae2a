import { selectorOf } from "../selector.ts";

/** Metrics of the nodes that the dashboard's reader chose. */
export const { select, rate } = selectorOf({ node: '=~"$node"' });

/** Network cards, without the bridges, tunnels and loops that the same bytes pass again. */
export const nic = { device: '=~"(en|eth|bond|ib).*"' } as const;

/** Whole disks of the machine, not Longhorn's volumes. */
export const disk = { device: '=~"(nvme[0-9]+n[0-9]+|sd[a-z]+|vd[a-z]+)"' };
