/** What is wrong with the trail, in words, and where: a block's number, a record's position; null where it is of neither. */
export interface TrailFault {
  readonly block: number | null
  readonly position: number | null
  readonly finding: string
}

export const faultOf = (
  block: number | null,
  finding: string,
  position: number | null = null,
): TrailFault => ({
  block,
  position,
  finding,
})
