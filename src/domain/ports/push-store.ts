import type { Listing, Page } from '../model/page.ts'
import type { Deployment, Push, PushDestination, PushState } from '../model/push.ts'
import type { PushService } from '../model/push-place.ts'

/** Each condition that is there must hold. */
export interface PushFilter {
  readonly state?: PushState
  /** Only the last to each place of a certificate: what a younger one mended is history. */
  readonly isCurrent?: true
  /** Of the certificate; one that was deleted is in none. Absent for all. */
  readonly enterpriseProjectIds?: readonly string[]
}

export type PushPage = Pick<Page<never>, 'limit' | 'offset'>

export interface ListedPush {
  readonly push: Push
  /** Null: the certificate was deleted since. */
  readonly certificateName: string | null
}

/** The account's pushes, and what is where. */
export interface PushReader {
  find(id: string): Promise<Push | undefined>
  /** Sealed; null where nothing was there, or was not looked at yet. */
  findSnapshot(id: string): Promise<Uint8Array | null>
  /** The youngest first. */
  listRecent(certificateId: string, limit: number): Promise<Push[]>
  /** Over all certificates, the youngest first. */
  list(filter: PushFilter, page: PushPage): Promise<Listing<ListedPush>>
  findDeployment(certificateId: string, destination: PushDestination): Promise<Deployment | undefined>
  /** Sealed: what was pushed there last. */
  findDeployedContent(certificateId: string, destination: PushDestination): Promise<Uint8Array | undefined>
  listDeployments(certificateId: string): Promise<Deployment[]>
  countDeployments(certificateId: string): Promise<number>
  /** By what it is called at the target. */
  findDeployed(service: PushService, resourceId: string): Promise<Deployment | undefined>
}

export interface PushStore extends PushReader {
  add(push: Push): Promise<void>
  /** Replaces it where the holder still is that one; else nothing changes, and the answer is false. */
  update(push: Push, snapshot?: Uint8Array | null): Promise<boolean>
  /** Takes it from whoever held it until now. False where somebody holds it, or it has ended. */
  takeOver(id: string, holder: string, now: number, heldUntil: number): Promise<boolean>
  /** The last of each place. */
  setDeployment(deployment: Deployment, sealedContent: Uint8Array): Promise<void>
  /** Destroys what could put places of this certificate back: its keys are to be gone. */
  forgetContents(certificateId: string): Promise<void>
  removeDeployment(certificateId: string, destination: PushDestination): Promise<void>
}

/** Over all accounts. */
export interface PushUpkeep {
  /** Of what ended before, a batch at a time; how many there were. */
  removeEnded(before: number, limit: number): Promise<number>
}
