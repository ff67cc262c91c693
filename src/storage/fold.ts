/**
 * A name without case, for searching and sorting. Folded here and not in SQL, because the engines disagree outside
 * ASCII. The final sigma is undone: its form depends on what follows, and a part of a name must fold like the whole.
 */
export const fold = (name: string): string => name.toLowerCase().replaceAll('ς', 'σ')
