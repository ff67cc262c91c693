import type { Deployment, Push, PushDestination } from '../model/push.ts'
import type { PushService } from '../model/push-place.ts'

/** The account's pushes, and what is where. */
export interface PushReader {
  find(id: string): Promise<Push | undefined>
  /** Sealed; null where nothing was there, or was not looked at yet. */
  findSnapshot(id: string): Promise<Uint8Array | null>
  /** The youngest first. */
  listRecent(certificateId: string, limit: number): Promise<Push[]>
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
