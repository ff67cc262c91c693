/** PEM as this API's JSON carries it, with `\r\n` (API reference 4.1.1.10). */
export const pemText = (pem: string): string => pem.replace(/\r?\n/g, '\r\n')
