import type { Component } from "./component.ts";
import { longhorn } from "./longhorn/component.ts";
import { storage } from "./storage/component.ts";

/** Every component of the lab: one folder and one line here. */
export const components: readonly Component[] = [longhorn, storage];
