/** The account's word that we may use its buckets. Times in ms since the epoch. */
export interface Agency {
  readonly id: string
  readonly createdAt: number
}

export interface AgencyReader {
  find(): Promise<Agency | undefined>
}

export interface AgencyStore extends AgencyReader {
  /** Throws where there is one. */
  add(agency: Agency): Promise<void>
}
