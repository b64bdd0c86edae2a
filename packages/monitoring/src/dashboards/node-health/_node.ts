import { selectorOf } from "../selector.ts";

/** Selectors for metrics of the nodes selected in the dashboard. */
export const { select, rate } = selectorOf({ node: '=~"$node"' });

/** Physical network cards only: bridges, tunnels and loopback would count the same bytes again. */
export const nic = { device: '=~"(en|eth|bond|ib).*"' } as const;

/** Whole disks of the machine, without Longhorn's volumes. */
export const disk = { device: '=~"(nvme[0-9]+n[0-9]+|sd[a-z]+|vd[a-z]+)"' };
