export { scrapeIntervals } from "./scrape/intervals.ts";
export type { Relabel, ScrapeJob } from "./scrape/job.ts";
export { scrapeJobs } from "./scrape/jobs.ts";
