/**
 * A secret under the vault's key. `record` is the identity that it was sealed for and is authenticated with it, so
 * that a sealed secret moved to another record does not open.
 */
export interface SealedSecret {
  readonly record: string
  readonly sealed: Uint8Array
}
