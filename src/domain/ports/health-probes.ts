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
import type { Timer } from './timer.ts'

/** Looks at what operations do not work with: this process and its machine. Each may fail by itself. */
export interface HealthProbes extends Timer {
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
}
