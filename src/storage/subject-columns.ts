import type { DistinguishedName } from '../domain/model/distinguished-name.ts'
import { fold } from './fold.ts'

/** A subject as a row holds it; the folded common name is what searches and sorts look at. */
export interface SubjectColumns {
  country: string | null
  state_name: string | null
  locality: string | null
  organization: string | null
  organizational_unit: string | null
  common_name: string
  common_name_folded: string
}

export const subjectColumns = (subject: DistinguishedName): SubjectColumns => ({
  country: subject.country,
  state_name: subject.state,
  locality: subject.locality,
  organization: subject.organization,
  organizational_unit: subject.organizationalUnit,
  common_name: subject.commonName,
  common_name_folded: fold(subject.commonName),
})

export const subjectOf = (row: SubjectColumns): DistinguishedName => ({
  country: row.country,
  state: row.state_name,
  locality: row.locality,
  organization: row.organization,
  organizationalUnit: row.organizational_unit,
  commonName: row.common_name,
})
