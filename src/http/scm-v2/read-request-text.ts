import { readPemText } from '../scm/read-pem-text.ts'

/** A CSR in PEM, also on one line, as the reference's example has it. */
export const readRequestText = (text: string): string =>
  readPemText(text)
    .replace(/(-----BEGIN [A-Z ]{1,40}-----)(?=[^\r\n])/g, '$1\n')
    .replace(/([^\n])-----END /g, '$1\n-----END ')
