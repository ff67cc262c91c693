/** 0 or 1: SQLite has no boolean, and one form serves both engines. */
export type Flag = 0 | 1

export const flag = (value: boolean): Flag => (value ? 1 : 0)
