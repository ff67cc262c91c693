import type {
  AddressState,
  BackupTimes,
  DatabaseVitals,
  FolderState,
  GuessingState,
  KeyStock,
  MasterKeyState,
  ProcessState,
  ServerCertificateState,
} from '../model/health/observations.ts'

/** Looks at what operations do not work with: this process and its machine. Each may fail by itself. */
export interface HealthProbes {
  database(): Promise<DatabaseVitals>
  folder(): Promise<FolderState>
  masterKey(): Promise<MasterKeyState>
  hasFirstCredentials(): Promise<boolean>
  /** What backups left word of; nothing where there is none. */
  backups(): Promise<BackupTimes>
  /** Null: the API is served over plain HTTP. */
  serverCertificate(): ServerCertificateState | null
  process(): ProcessState
  keyStock(): KeyStock
  guessing(): GuessingState
  readonly addresses: AddressState
  /** A stopwatch that no setting of the clock disturbs; tells the ms since it was made. */
  stopwatch(): () => number
  /** False when the promise did not settle within so many ms. */
  settlesWithin(ms: number, promise: Promise<unknown>): Promise<boolean>
}
