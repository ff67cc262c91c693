export const hosted = {} as const
