import { referenceRule } from "./_references.ts";

/** Every storage class that is named exists: without it, a volume claim waits forever. */
export const unknownStorageClass = referenceRule("unknown-storage-class");
