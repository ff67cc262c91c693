import type { Project } from '../model/identity.ts'

/** The account's projects; who asks for lists of them has no tenant yet (`DirectoryReader`). */
export interface ProjectReader {
  find(id: string): Promise<Project | undefined>
  /** In a write no other project is counted until it ends. */
  count(): Promise<number>
}

export interface ProjectStore extends ProjectReader {
  add(project: Project, createdAt: number): Promise<void>
  replace(project: Project): Promise<void>
  /** With the tokens for it, whoever has them, and what was granted on it. */
  remove(id: string): Promise<void>
}
