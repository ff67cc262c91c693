/** A CA as people find it: by its id, and one of the built-in issuer's by its name. */
export const authorityLabel = ({
  authorityId,
  builtInName,
}: {
  readonly authorityId: string
  readonly builtInName?: string
}): string => (builtInName === undefined ? authorityId : `${builtInName} of the built-in issuer`)
