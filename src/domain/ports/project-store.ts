import type { Project } from '../model/identity.ts'

/** The account's projects. */
export interface ProjectStore {
  add(project: Project, createdAt: number): Promise<void>
  replace(project: Project): Promise<void>
}
