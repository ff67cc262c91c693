/** PEM as it may come in JSON: line ends are often written out as `\\n` and `\\r\\n` once more (API reference 4.2). */
export const readPemText = (text: string): string => text.replace(/\\r\\n|\\n|\\r/g, '\n')
