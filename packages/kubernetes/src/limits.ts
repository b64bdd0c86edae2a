/** Bytes that the data of a Secret may have; Helm records each release in one. */
export const maxSecretBytes = 1_048_576;
